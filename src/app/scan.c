/* SPDX-License-Identifier: MIT */
#include "app/scan.h"
#include <arpa/inet.h>
#include <netdb.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

#define PIECE (64u << 10)

const char *const scan_names[4] = { "", "clean", "infected", "waiting" };

static int
connect_unix(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };

	if (strlen(path) >= sizeof to.sun_path)
		return -1;
	memcpy(to.sun_path, path, strlen(path) + 1);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (fd >= 0 && connect(fd, (const struct sockaddr *)&to, sizeof to) == 0)
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

static int
connect_tcp(struct arena *a, const char *address)
{
	struct addrinfo want = { .ai_socktype = SOCK_STREAM }, *found = NULL;
	const char *colon = strrchr(address, ':');
	int fd = -1;

	if (colon == NULL)
		return -1;
	const char *host = str_z(a, (struct str){ address, (size_t)(colon - address) });
	if (getaddrinfo(host, colon + 1, &want, &found) != 0)
		return -1;
	for (struct addrinfo *x = found; x != NULL && fd < 0; x = x->ai_next) {
		fd = socket(x->ai_family, x->ai_socktype | SOCK_CLOEXEC, x->ai_protocol);
		if (fd >= 0 && connect(fd, x->ai_addr, x->ai_addrlen) != 0) {
			close(fd);
			fd = -1;
		}
	}
	freeaddrinfo(found);
	return fd;
}

static bool
send_all(int fd, const void *p, size_t n)
{
	for (const char *q = p; n > 0;) {
		ssize_t k = send(fd, q, n, MSG_NOSIGNAL);
		if (k <= 0)
			return false;
		q += k;
		n -= (size_t)k;
	}
	return true;
}

static bool
stream(int fd, struct str bytes)
{
	uint32_t size;

	if (!send_all(fd, "zINSTREAM", 10))
		return false;
	for (size_t at = 0; at < bytes.n; at += PIECE) {
		size_t n = bytes.n - at < PIECE ? bytes.n - at : PIECE;
		size = htonl((uint32_t)n);
		if (!send_all(fd, &size, sizeof size) || !send_all(fd, bytes.p + at, n))
			return false;
	}
	size = 0;
	return send_all(fd, &size, sizeof size);
}

/* "stream: OK", "stream: NAME FOUND"; anything else (too large for it, an error) is no verdict. */
static enum scan
verdict(struct arena *a, struct str said, struct str *ret_name)
{
	said = str_trim(said);
	if (!str_starts(said, S("stream: ")))
		return SCAN_WAITING;
	said = (struct str){ said.p + 8, said.n - 8 };
	if (str_is(said, "OK"))
		return SCAN_CLEAN;
	if (!str_ends(said, S(" FOUND")))
		return SCAN_WAITING;
	*ret_name = arena_copy(a, (struct str){ said.p, said.n - 6 });
	return SCAN_INFECTED;
}

enum scan
scan_bytes(struct arena *a, const char *address, struct str bytes, struct str *ret_name)
{
	struct timeval limit = { .tv_sec = 30 };
	char said[512];
	size_t n = 0;

	*ret_name = (struct str){ NULL, 0 };
	if (address == NULL || *address == 0)
		return SCAN_OFF;
	int fd = strncmp(address, "unix:", 5) == 0 ? connect_unix(address + 5) : connect_tcp(a, address);
	if (fd < 0)
		return SCAN_WAITING;
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
	bool sent = stream(fd, bytes);
	for (ssize_t k = 1; sent && k > 0 && n < sizeof said - 1;) {
		k = recv(fd, said + n, sizeof said - 1 - n, 0);
		n += k > 0 ? (size_t)k : 0;
		if (n > 0 && said[n - 1] == 0)
			break;
	}
	close(fd);
	while (n > 0 && said[n - 1] == 0)
		n--;
	return sent ? verdict(a, (struct str){ said, n }, ret_name) : SCAN_WAITING;
}
