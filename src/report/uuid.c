/* SPDX-License-Identifier: MIT */
#include "report/uuid.h"
#include <glib.h>

static const uint8_t own[16] = { 0x7d, 0x3a, 0x52, 0x0c, 0x91, 0x4e, 0x4b, 0x6f, 0xa2, 0x17, 0x5e, 0xc0, 0x88, 0xd1, 0x3f, 0x64 };

struct str
uuid_v5(struct arena *a, const uint8_t space[16], struct str text)
{
	GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA1);
	uint8_t h[20];
	gsize n = sizeof h;

	g_checksum_update(sum, space != NULL ? space : own, 16);
	g_checksum_update(sum, (const guchar *)text.p, (gssize)text.n);
	g_checksum_get_digest(sum, h, &n);
	g_checksum_free(sum);
	h[6] = (uint8_t)((h[6] & 0x0f) | 0x50);
	h[8] = (uint8_t)((h[8] & 0x3f) | 0x80);
	return arena_printf(a, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", h[0], h[1], h[2], h[3], h[4], h[5], h[6], h[7],
	    h[8], h[9], h[10], h[11], h[12], h[13], h[14], h[15]);
}
