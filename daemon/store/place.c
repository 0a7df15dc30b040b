/* SPDX-License-Identifier: Apache-2.0 */
#include "daemon/store/place.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FLOOR_BYTES   (INT64_C(64) << 20)
#define FLOOR_PERCENT 5
#define BALLAST_BYTES (INT64_C(4) << 20)
#define BALLAST_SHARE 8 /* of the disk at most: an eighth */
#define CORRUPT_KEPT  3

void place_path(const struct place *place, const char *name,
		char out[PLACE_PATH])
{
	snprintf(out, PLACE_PATH, "%s/%s", place->dir, name);
}

static enum nw_status refused(const struct place *place, const char *name,
			      struct nw_error *err)
{
	return nw_fail(err, NW_IO, "%s/%s: %s", place->dir, name,
		       strerror(errno));
}

/* The folder itself: what is forbidden there is a matter of its owner. */
static enum nw_status refused_folder(const char *dir, struct nw_error *err)
{
	int why = errno;
	struct stat folder;

	if ((why != EPERM && why != EACCES) || stat(dir, &folder) != 0 ||
	    folder.st_uid == geteuid())
		return nw_fail(err, NW_IO, "%s: %s", dir, strerror(why));
	const struct passwd *user = getpwuid(folder.st_uid);
	return nw_fail(err, NW_IO,
		       "%s: %s: the state folder belongs to the user %s (uid "
		       "%lu): start newswatchd as that user, give it the "
		       "folder by chown -R, or name another state_dir",
		       dir, strerror(why), user ? user->pw_name : "unknown",
		       (unsigned long)folder.st_uid);
}

static enum nw_status held_by_another(const struct place *place,
				      struct nw_error *err)
{
	char pid[32] = "";
	ssize_t len = pread(place->lock, pid, sizeof(pid) - 1, 0);

	pid[len > 0 ? len : 0] = '\0';
	return nw_fail(err, NW_BUSY,
		       "%s is in use by another newswatchd, pid %ld",
		       place->dir, strtol(pid, NULL, 10));
}

static enum nw_status take_lock(struct place *place, struct nw_error *err)
{
	char path[PLACE_PATH], pid[32];

	place_path(place, "lock", path);
	place->lock =
		open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (place->lock < 0)
		return refused(place, "lock", err);
	if (flock(place->lock, LOCK_EX | LOCK_NB) != 0)
		return errno == EWOULDBLOCK ? held_by_another(place, err)
					    : refused(place, "lock", err);
	int len = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	/* The pid is for people only: a full disk must not stop a start. */
	if (ftruncate(place->lock, 0) != 0 ||
	    pwrite(place->lock, pid, (size_t)len, 0) != len)
		return NW_OK;
	return NW_OK;
}

enum nw_status place_open(const char *dir, struct place *out,
			  struct nw_error *err)
{
	struct place place = { .lock = -1,
			       .floor_bytes = FLOOR_BYTES,
			       .floor_percent = FLOOR_PERCENT,
			       .ballast_bytes = BALLAST_BYTES };

	if (snprintf(place.dir, sizeof(place.dir), "%s", dir) >=
	    (int)sizeof(place.dir))
		return nw_fail(err, NW_LIMIT,
			       "the path of the state folder is too long");
	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return refused(&place, "", err);
	if (chmod(dir, 0700) != 0)
		return refused_folder(dir, err);
	enum nw_status status = take_lock(&place, err);
	if (status != NW_OK)
		place_close(&place);
	else
		*out = place;
	return status;
}

void place_close(struct place *place)
{
	if (place->lock >= 0)
		close(place->lock);
	place->lock = -1;
}

enum nw_status place_sync(const struct place *place, struct nw_error *err)
{
	int fd = open(place->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int failed = fd < 0 || fsync(fd) != 0;

	if (failed) {
		enum nw_status status = refused(place, "", err);
		if (fd >= 0)
			close(fd);
		return status;
	}
	close(fd);
	return NW_OK;
}

static bool free_bytes(const struct place *place, uint64_t *out,
		       uint64_t *out_all)
{
	struct statvfs disk;

	if (statvfs(place->dir, &disk) != 0)
		return false;
	*out = (uint64_t)disk.f_bavail * disk.f_frsize;
	*out_all = (uint64_t)disk.f_blocks * disk.f_frsize;
	return true;
}

static uint64_t floor_of(const struct place *place, uint64_t all)
{
	uint64_t share = all / 100 * (uint64_t)place->floor_percent;
	uint64_t least = (uint64_t)place->floor_bytes;

	return share < least ? share : least;
}

/* On a small disk less than was asked for: else its room is never back. */
static uint64_t ballast_of(const struct place *place, uint64_t all)
{
	uint64_t most = all / BALLAST_SHARE;
	uint64_t asked = (uint64_t)place->ballast_bytes;

	return asked < most ? asked : most;
}

bool place_is_low(const struct place *place)
{
	char path[PLACE_PATH];
	uint64_t left, all, kept;

	place_path(place, "ballast", path);
	if (!free_bytes(place, &left, &all))
		return false;
	kept = access(path, F_OK) != 0 ? ballast_of(place, all) : 0;
	return left < floor_of(place, all) + kept;
}

void place_ballast(const struct place *place)
{
	char path[PLACE_PATH];
	uint64_t left, all;

	place_path(place, "ballast", path);
	if (place->ballast_bytes <= 0)
		return;
	if (access(path, F_OK) == 0 || !free_bytes(place, &left, &all))
		return;
	uint64_t bytes = ballast_of(place, all);
	if (bytes == 0 || left < floor_of(place, all) + 2 * bytes)
		return;
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return;
	if (posix_fallocate(fd, 0, (off_t)bytes) != 0)
		unlink(path);
	close(fd);
}

bool place_release_ballast(const struct place *place)
{
	char path[PLACE_PATH];

	place_path(place, "ballast", path);
	return unlink(path) == 0;
}

static enum nw_status move(const struct place *place, const char *from,
			   const char *to, struct nw_error *err)
{
	char old[PLACE_PATH], new[PLACE_PATH];

	place_path(place, from, old);
	place_path(place, to, new);
	if (rename(old, new) != 0 && errno != ENOENT)
		return refused(place, from, err);
	return NW_OK;
}

/* .corrupt-2 -> .corrupt-3 and so on; the fourth is overwritten. */
static enum nw_status push_back(const struct place *place, const char *name,
				struct nw_error *err)
{
	char old[96], new[96];
	enum nw_status status = NW_OK;

	for (int i = CORRUPT_KEPT; i > 0 && status == NW_OK; i--) {
		snprintf(old, sizeof(old), "%s.corrupt-%d", name, i - 1);
		snprintf(new, sizeof(new), "%s.corrupt-%d", name, i);
		status = move(place, i == 1 ? name : old, new, err);
	}
	return status;
}

enum nw_status place_set_aside(const struct place *place, const char *name,
			       struct nw_error *err)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	enum nw_status status = NW_OK;
	char file[64];

	for (size_t i = 0; i < 3 && status == NW_OK; i++) {
		snprintf(file, sizeof(file), "%s%s", name, endings[i]);
		status = push_back(place, file, err);
	}
	return status == NW_OK ? place_sync(place, err) : status;
}

static bool copy_bytes(int from, int to)
{
	char block[65536];
	ssize_t got;

	while ((got = read(from, block, sizeof(block))) > 0)
		if (write(to, block, (size_t)got) != got)
			return false;
	return got == 0 && fsync(to) == 0;
}

enum nw_status place_copy(const struct place *place, const char *from,
			  const char *to, struct nw_error *err)
{
	char old[PLACE_PATH], new[PLACE_PATH];
	enum nw_status status = NW_OK;

	place_path(place, from, old);
	place_path(place, to, new);
	int in = open(old, O_RDONLY | O_CLOEXEC);
	int out =
		open(new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW,
		     0600);
	if (in < 0 || out < 0 || !copy_bytes(in, out))
		status = refused(place, to, err);
	if (in >= 0)
		close(in);
	if (out >= 0)
		close(out);
	return status == NW_OK ? place_sync(place, err) : status;
}

enum nw_status place_take_backup(const struct place *place,
				 struct nw_error *err)
{
	enum nw_status status = move(place, "backup.db", "backup.1.db", err);

	if (status == NW_OK)
		status = move(place, "backup.new", "backup.db", err);
	return status == NW_OK ? place_sync(place, err) : status;
}
