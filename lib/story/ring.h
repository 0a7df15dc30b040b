/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An index of the newest: hash -> who had it, newest first.
 *
 * Entries stand in a ring in the order of their coming, chained by hash; the
 * oldest are overwritten, or given up by the owner, first. A chain goes from
 * newer to older, so the first entry that is no more ends it and nothing is
 * ever unlinked: adding, giving up and each step of a look-up take constant
 * time. An entry has 8 bytes and keeps 8 bits of its hash, so that one in 256
 * of those that share a chain by chance is given out wrongly.
 */
#ifndef NWI_STORY_RING_H
#define NWI_STORY_RING_H

#include <newswatch/text.h>

/* Owners are told apart by these low bits of their number. */
#define NWI_RING_WHO UINT32_C(0xffffff)

struct nwi_ring_entry {
	uint32_t back; /* how far the next older one of the chain lies behind */
	uint32_t who;  /* and the hash's lowest 8 bits above it */
};

struct nwi_ring {
	struct nwi_ring_entry *entries;
	uint32_t *heads; /* low bits of the count at the newest of a chain */
	uint32_t room, head_bits;
	uint32_t next;	/* place of the next entry */
	uint32_t live;	/* entries that count, at most `room` */
	uint32_t count; /* of all that ever came; wraps */
};

/* Aborts without memory; untouched parts take none. */
void nwi_ring_init(struct nwi_ring *ring, uint32_t room);
void nwi_ring_fini(struct nwi_ring *ring);

void nwi_ring_add(struct nwi_ring *ring, uint32_t hash, uint32_t who);

/* Gives up the oldest entries but for the newest `live`. */
void nwi_ring_keep(struct nwi_ring *ring, uint32_t live);

/* A walk over those who had a hash. */
struct nwi_ring_walk {
	const struct nwi_ring *ring;
	uint32_t age, tag; /* age: how many came since */
};

static inline uint32_t nwi_ring_chain(const struct nwi_ring *ring,
				      uint32_t hash)
{
	return hash * UINT32_C(0x9e3779b1) >> (32 - ring->head_bits);
}

/* Brings what a walk's beginning needs nearer to the processor. */
static inline void nwi_ring_fetch(const struct nwi_ring *ring, uint32_t hash)
{
	__builtin_prefetch(&ring->heads[nwi_ring_chain(ring, hash)]);
}

static inline struct nwi_ring_walk nwi_ring_begin(const struct nwi_ring *ring,
						  uint32_t hash)
{
	uint32_t head = ring->heads[nwi_ring_chain(ring, hash)];

	return (struct nwi_ring_walk){ .ring = ring,
				       .age = ring->count - head,
				       .tag = hash << 24 };
}

static inline const struct nwi_ring_entry *
nwi_ring_entry_at(const struct nwi_ring *ring, uint32_t age)
{
	uint32_t behind = age + 1;

	return &ring->entries[ring->next >= behind
				      ? ring->next - behind
				      : ring->next + ring->room - behind];
}

/* The same for its first entry, once the beginning is near. */
static inline void nwi_ring_fetch_first(const struct nwi_ring *ring,
					uint32_t hash)
{
	struct nwi_ring_walk walk = nwi_ring_begin(ring, hash);

	if (walk.age < ring->live)
		__builtin_prefetch(nwi_ring_entry_at(ring, walk.age));
}

/*
 * The next of a walk; false at its end. Takes at most `*steps` steps and
 * counts them down.
 */
static inline bool nwi_ring_step(struct nwi_ring_walk *walk, unsigned *steps,
				 uint32_t *who)
{
	while (walk->age<walk->ring->live && * steps> 0) {
		const struct nwi_ring_entry *entry =
			nwi_ring_entry_at(walk->ring, walk->age);
		--*steps;
		walk->age = entry->back > UINT32_MAX - walk->age
				    ? UINT32_MAX
				    : walk->age + entry->back;
		if ((entry->who & ~NWI_RING_WHO) == walk->tag) {
			*who = entry->who & NWI_RING_WHO;
			return true;
		}
	}
	return false;
}

#endif
