/* SPDX-License-Identifier: MIT */
/* Uploads for other programs: a form sends its file along, the API sends it first and then names its id. */
#include "app/ctx.h"

struct upload_in { struct file_ref file; };
struct upload_out { struct str id; };
SHAPE(file_upload_in_shape, upload_in, FIELD(struct upload_in, file, .label = M("File"), ));
SHAPE(file_upload_out_shape, upload_out, FIELD(struct upload_out, id, .label = M("Id of the file, for the field that takes it; unused ones go after a day")));

/* Who reads under a grant leaves nothing there. */
static enum status
upload_load(struct ctx *c, void *in, void *out)
{
	(void)in, (void)out;
	return c->who->grant == 0 ? ST_OK : fail(c, ST_FORBIDDEN, M("You are reading under a grant. Nothing can be changed."), NULL);
}

/* The dispatcher has judged and stored the bytes; a record that is saved within a day takes them over. */
static enum status
upload_store(struct ctx *c, void *in_, void *out_)
{
	const struct upload_in *in = in_;
	struct upload_out *out = out_;

	if (in->file.id == 0)
		return fail(c, ST_INVALID, M("Send the file as multipart/form-data, in a part named file."), NULL);
	out->id = arena_printf(c->mem, "%lld", (long long)in->file.id);
	return ST_OK;
}

static const struct action file_upload = { .name = "file.upload", .title = M("Upload a file"), .access = ACCESS_SIGNED_IN, .mode = MODE_WRITE,
	.in = &file_upload_in_shape, .out = &file_upload_out_shape, .load = upload_load, .store = upload_store,
	.body = 21u << 20, .rate = 60 };
static const struct action *const actions[] = { &file_upload, NULL };
const struct feature file_feature = { .name = "file", .actions = actions };
