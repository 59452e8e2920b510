/* SPDX-License-Identifier: MIT */
#include <string.h>
#include "report/xlsx.h"

#define SMALL (1u << 20)

const char *
xlsx_local(const char *name)
{
	const char *bar = strrchr(name, '|');

	return bar != NULL ? bar + 1 : name;
}

const char *
xlsx_attr(const XML_Char **attr, const char *name)
{
	for (; attr[0] != NULL; attr += 2)
		if (strcmp(xlsx_local(attr[0]), name) == 0)
			return attr[1];
	return NULL;
}

void
xlsx_stop(struct xlsx_walk *w, struct message why)
{
	if (w->why->text == NULL)
		*w->why = why;
	(void)XML_StopParser(w->parser, XML_FALSE);
}

/* A document type is where entities, files and other hosts come from; no spreadsheet has one. */
static void XMLCALL
doctype(void *parser, const XML_Char *name, const XML_Char *sys, const XML_Char *pub, int internal)
{
	(void)name;
	(void)sys;
	(void)pub;
	(void)internal;
	(void)XML_StopParser((XML_Parser)parser, XML_FALSE);
}

XML_Parser
xlsx_parser(void *user)
{
	XML_Parser p = XML_ParserCreateNS(NULL, '|');

	if (p == NULL)
		return NULL;
	/* Handlers are given the parser itself, so that the one above need not know whose it is. */
	XML_SetUserData(p, user);
	XML_UseParserAsHandlerArg(p);
	XML_SetStartDoctypeDeclHandler(p, doctype);
	return p;
}

void
xlsx_parser_why(XML_Parser p, struct str part, struct message *ret_why)
{
	enum XML_Error e = XML_GetErrorCode(p);
	int64_t line = (int64_t)XML_GetCurrentLineNumber(p);

	if (ret_why->text != NULL)
		return;
	if (e == XML_ERROR_ABORTED)
		*ret_why = (struct message){ .text = M("The part {part} of this workbook has a DOCTYPE. Nothing is read from it: save the file in your spreadsheet program and send that."),
			.words = { WORD_STR("part", part) } };
	else
		*ret_why = (struct message){ .text = M("The part {part} of this workbook is damaged at line {line}: {what}. Save the file again and send that."),
			.words = { WORD_STR("part", part), WORD_INT("line", line), WORD_STR("what", str_c(XML_ErrorString(e))) } };
}

/* ---- the archive ---- */

static enum status
not_a_workbook(struct str bytes, struct message *ret_why)
{
	const char *text = M("This is not a spreadsheet: an .xlsx workbook or a .csv file is expected.");

	if (str_starts(bytes, S("\xd0\xcf\x11\xe0")))
		text = M("This is an old .xls workbook, or one with a password. Save it as .xlsx without a password and send that.");
	*ret_why = (struct message){ .text = text };
	return ST_INVALID;
}

/* Before anything is unpacked: how much there would be. */
static enum status
entries_check(struct sheet_file *f, struct message *ret_why)
{
	zip_int64_t n = zip_get_num_entries(f->zip, 0);

	if (n < 0 || (size_t)n > f->limits->entries) {
		*ret_why = (struct message){ .text = M("This workbook has {n} parts; at most {most} are read."),
			.words = { WORD_INT("n", n), WORD_INT("most", (int64_t)f->limits->entries) } };
		return ST_INVALID;
	}
	for (zip_int64_t i = 0; i < n; i++) {
		zip_stat_t s;
		if (zip_stat_index(f->zip, (zip_uint64_t)i, 0, &s) != 0 || !(s.valid & ZIP_STAT_SIZE) || !(s.valid & ZIP_STAT_COMP_SIZE)) {
			*ret_why = (struct message){ .text = M("This workbook is damaged. Save it again and send that.") };
			return ST_INVALID;
		}
		if (s.encryption_method != ZIP_EM_NONE && (s.valid & ZIP_STAT_ENCRYPTION_METHOD)) {
			*ret_why = (struct message){ .text = M("This workbook has a password. Save it without one and send that.") };
			return ST_INVALID;
		}
		if (s.size > f->limits->unpacked || (s.size > SMALL && s.size / f->limits->ratio > s.comp_size)) {
			*ret_why = (struct message){ .text = M("The part {part} of this workbook would unpack to {n} bytes, more than is read. Send fewer rows, or clear what is formatted and empty."),
				.words = { WORD_STR("part", arena_copy(f->a, str_c(s.name))), WORD_INT("n", (int64_t)s.size) } };
			return ST_INVALID;
		}
	}
	return ST_OK;
}

enum status
xlsx_open(struct sheet_file *f, struct str bytes, struct message *ret_why)
{
	zip_error_t error;

	zip_error_init(&error);
	zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
	if (source == NULL)
		return ST_UNAVAILABLE;
	f->zip = zip_open_from_source(source, ZIP_RDONLY, &error);
	zip_error_fini(&error);
	if (f->zip == NULL) {
		zip_source_free(source);
		return not_a_workbook(bytes, ret_why);
	}
	TRY(entries_check(f, ret_why));
	if (zip_name_locate(f->zip, "[Content_Types].xml", 0) >= 0)
		return ST_OK;
	bool open_document = zip_name_locate(f->zip, "content.xml", 0) >= 0;
	*ret_why = (struct message){ .text = open_document
		? M("This is an OpenDocument file. Save it as .xlsx or .csv and send that.")
		: M("This is not a spreadsheet: an .xlsx workbook or a .csv file is expected.") };
	return ST_INVALID;
}

enum status
xlsx_part_open(struct sheet_file *f, struct str name, zip_file_t **ret, struct message *ret_why)
{
	*ret = zip_fopen(f->zip, str_z(f->a, name), 0);
	if (*ret != NULL)
		return ST_OK;
	*ret_why = (struct message){ .text = M("The part {part} is missing from this workbook. Save it again and send that."), .words = { WORD_STR("part", name) } };
	return ST_INVALID;
}

/* ---- one part, whole ---- */

static void XMLCALL
on_start(void *parser, const XML_Char *name, const XML_Char **attr)
{
	struct xlsx_walk *w = XML_GetUserData((XML_Parser)parser);

	if (++w->depth > 64)
		xlsx_stop(w, (struct message){ .text = M("This workbook is nested deeper than any spreadsheet program writes.") });
	else
		w->start(w, xlsx_local(name), attr);
}

static void XMLCALL
on_end(void *parser, const XML_Char *name)
{
	struct xlsx_walk *w = XML_GetUserData((XML_Parser)parser);

	w->depth--;
	if (w->end != NULL)
		w->end(w, xlsx_local(name));
}

static void XMLCALL
on_text(void *parser, const XML_Char *s, int n)
{
	struct xlsx_walk *w = XML_GetUserData((XML_Parser)parser);

	w->text(w, s, n);
}

static enum status
feed(struct sheet_file *f, struct xlsx_walk *w, zip_file_t *part, struct str name)
{
	size_t all = 0;

	for (;;) {
		void *piece = XML_GetBuffer(w->parser, XLSX_PIECE);
		if (piece == NULL)
			return ST_UNAVAILABLE;
		zip_int64_t n = zip_fread(part, piece, XLSX_PIECE);
		all += n > 0 ? (size_t)n : 0;
		if (n < 0 || all > f->limits->unpacked) {
			*w->why = (struct message){ .text = M("The part {part} of this workbook is damaged. Save the file again and send that."), .words = { WORD_STR("part", name) } };
			return ST_INVALID;
		}
		if (XML_ParseBuffer(w->parser, (int)n, n == 0) != XML_STATUS_OK) {
			xlsx_parser_why(w->parser, name, w->why);
			return ST_INVALID;
		}
		if (n == 0)
			return ST_OK;
	}
}

enum status
xlsx_part(struct sheet_file *f, struct str name, struct xlsx_walk *w, bool must, struct message *ret_why)
{
	zip_file_t *part;

	if (!must && zip_name_locate(f->zip, str_z(f->a, name), 0) < 0)
		return ST_NOT_FOUND;
	TRY(xlsx_part_open(f, name, &part, ret_why));
	w->f = f;
	w->why = ret_why;
	w->depth = 0;
	w->parser = xlsx_parser(w);
	if (w->parser == NULL) {
		(void)zip_fclose(part);
		return ST_UNAVAILABLE;
	}
	XML_SetElementHandler(w->parser, on_start, on_end);
	if (w->text != NULL)
		XML_SetCharacterDataHandler(w->parser, on_text);
	enum status st = feed(f, w, part, name);
	XML_ParserFree(w->parser);
	(void)zip_fclose(part);
	return st;
}
