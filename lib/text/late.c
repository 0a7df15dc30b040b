/* SPDX-License-Identifier: Apache-2.0 */
#include "config.h"

#include "text/late.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

/* ICU's names carry its version, its macros put it there. */
#define TEXT(name)     #name
#define TEXT_OF(name)  TEXT(name)
#define ICU_CALL(name) { TEXT_OF(name), offsetof(struct nwi_icu, name) },
#define SNOWBALL_CALL(name) \
	{ TEXT_OF(name), offsetof(struct nwi_snowball, name) },

struct call {
	const char *name;
	size_t at; /* of its pointer in the table */
};

static const struct call icu_calls[] = { NWI_ICU_CALLS(ICU_CALL) };
static const struct call snowball_calls[] = { NWI_SNOWBALL_CALLS(
	SNOWBALL_CALL) };

const struct nwi_icu *nwi_icu_loaded;
const struct nwi_snowball *nwi_snowball_loaded;
static pthread_once_t icu_once = PTHREAD_ONCE_INIT;
static pthread_once_t snowball_once = PTHREAD_ONCE_INIT;

/* As the loader does where a library is missing at the start. */
_Noreturn static void refuse(void)
{
	fprintf(stderr, "newswatch: a library is missing or broken: %s\n",
		dlerror());
	_exit(EX_OSFILE);
}

static void load(const char *soname, const struct call *calls, size_t count,
		 void *table)
{
	void *library = dlopen(soname, RTLD_NOW | RTLD_LOCAL);

	if (!library)
		refuse();
	for (size_t i = 0; i < count; i++) {
		void *call = dlsym(library, calls[i].name);
		if (!call)
			refuse();
		memcpy((char *)table + calls[i].at, &call, sizeof(call));
	}
}

static void load_icu(void)
{
	static struct nwi_icu icu;

	load("libicuuc.so." U_ICU_VERSION_SHORT, icu_calls,
	     sizeof(icu_calls) / sizeof(icu_calls[0]), &icu);
	__atomic_store_n(&nwi_icu_loaded, &icu, __ATOMIC_RELEASE);
}

static void load_snowball(void)
{
	static struct nwi_snowball snowball;

	load(STEMMER_SONAME, snowball_calls,
	     sizeof(snowball_calls) / sizeof(snowball_calls[0]), &snowball);
	__atomic_store_n(&nwi_snowball_loaded, &snowball, __ATOMIC_RELEASE);
}

const struct nwi_icu *nwi_icu_load(void)
{
	pthread_once(&icu_once, load_icu);
	return nwi_icu_loaded;
}

const struct nwi_snowball *nwi_snowball_load(void)
{
	pthread_once(&snowball_once, load_snowball);
	return nwi_snowball_loaded;
}
