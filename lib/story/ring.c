/* SPDX-License-Identifier: Apache-2.0 */
#include "story/ring.h"

#include <stdlib.h>

enum { HEAD_BITS_MIN = 10, HEAD_BITS_MAX = 28 };

void nwi_ring_init(struct nwi_ring *ring, uint32_t room)
{
	*ring = (struct nwi_ring){ .room = room, .head_bits = HEAD_BITS_MIN };
	while (ring->head_bits < HEAD_BITS_MAX &&
	       UINT32_C(1) << ring->head_bits < room / 2)
		ring->head_bits++;
	ring->entries = calloc(room, sizeof(*ring->entries));
	ring->heads =
		calloc((size_t)1 << ring->head_bits, sizeof(*ring->heads));
	if (!ring->entries || !ring->heads)
		abort();
}

void nwi_ring_fini(struct nwi_ring *ring)
{
	free(ring->entries);
	free(ring->heads);
	*ring = (struct nwi_ring){ 0 };
}

void nwi_ring_add(struct nwi_ring *ring, uint32_t hash, uint32_t who)
{
	uint32_t *head = &ring->heads[nwi_ring_chain(ring, hash)];

	ring->count++;
	ring->entries[ring->next] = (struct nwi_ring_entry){
		.back = ring->count - *head,
		.who = (who & NWI_RING_WHO) | hash << 24,
	};
	*head = ring->count;
	ring->next = ring->next + 1 == ring->room ? 0 : ring->next + 1;
	ring->live += ring->live < ring->room;
}

void nwi_ring_keep(struct nwi_ring *ring, uint32_t live)
{
	if (live < ring->live)
		ring->live = live;
}
