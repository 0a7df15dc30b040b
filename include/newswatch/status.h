/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What can fail in newswatch says so with an enum nw_status and words it in a
 * struct nw_error.
 *
 * The lowest layer that understands what went wrong writes the text; every
 * layer above passes it on; the highest logs or prints it, once. The text is
 * one line for a person: where, what is wrong, what is allowed. It ends
 * without a full stop and never holds a secret or a control character.
 */
#ifndef NEWSWATCH_STATUS_H
#define NEWSWATCH_STATUS_H

#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Marks what other shared objects may call or look up. */
#define NW_PUBLIC __attribute__((__visibility__("default")))

/* The result of the call must be looked at. */
#define NW_CHECKED __attribute__((__warn_unused_result__))

/* The compiler checks the arguments as for printf. */
#define NW_PRINTF(fmt, args) __attribute__((__format__(__printf__, fmt, args)))

/*
 * Releases a local variable when its scope ends: `NW_AUTO(nw_buf_free)`. The
 * destructor takes the variable's address, accepts NULL inside, and nulls it.
 */
#define NW_AUTO(destroy) __attribute__((__cleanup__(destroy)))

/* Takes the pointer out of a variable that NW_AUTO would release. */
#define NW_STEAL(pointer)                                                      \
	__extension__({                                                        \
		__typeof__(pointer) nw_stolen = (pointer);                     \
		(pointer) = NULL;                                              \
		nw_stolen;                                                     \
	})

/* Numbers are part of the plugin ABI: never changed, new ones at the end. */
enum nw_status {
	NW_OK = 0,
	NW_BAD_INPUT = 1,   /* bytes from outside that cannot be read */
	NW_BAD_CONFIG = 2,  /* the operator's text must be changed */
	NW_NOT_FOUND = 3,   /* what was named is not there */
	NW_EXISTS = 4,      /* what was to be made is there already */
	NW_LIMIT = 5,       /* a documented limit was reached */
	NW_NO_MEMORY = 6,   /* an allocation sized by input failed */
	NW_IO = 7,          /* the operating system refused; errno is worded */
	NW_TIMEOUT = 8,     /* a deadline passed */
	NW_UNSUPPORTED = 9, /* understood, and not offered */
	NW_DENIED = 10,     /* forbidden by configuration or by a guard */
	NW_BUSY = 11,       /* try again later */
	NW_CORRUPT = 12,    /* our own stored bytes fail their check */
	NW_GONE = 13,       /* the other side ended the conversation */
	NW_INTERNAL = 14    /* a mistake of ours */
};

/* Bytes of an error's text, the final NUL included. */
#define NW_ERROR_TEXT 512

struct nw_error {
	enum nw_status status;
	char text[NW_ERROR_TEXT];
};

/*
 * Words a failure and returns `status`, so that a function can end with
 * `return nw_fail(err, NW_LIMIT, ...)`. `err` may be NULL. Text over the
 * buffer is cut at a character's border; control characters become '?'.
 */
NW_PUBLIC enum nw_status nw_fail(struct nw_error *err, enum nw_status status,
				 const char *fmt, ...) NW_PRINTF(3, 4);

NW_PUBLIC enum nw_status nw_failv(struct nw_error *err, enum nw_status status,
				  const char *fmt, va_list args)
	NW_PRINTF(3, 0);

/*
 * Puts words before the text of an error that a lower layer wrote, as in
 * "sources.d/europe.yaml: " + what was there. Returns err's status.
 */
NW_PUBLIC enum nw_status nw_error_prefix(struct nw_error *err, const char *fmt,
					 ...) NW_PRINTF(2, 3);

/* The name of a status ("bad_input", "limit", ...), never NULL. */
NW_PUBLIC const char *nw_status_name(enum nw_status status);

#ifdef __cplusplus
}
#endif
#endif
