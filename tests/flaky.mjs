// A network that can be taken away, or that loses the answers to one call (net.lose) after the service has done its work.
import http from 'node:http';

export async function flaky(url) {
	const to = new URL(url), net = { away: false, lose: null, lost: [] };
	const server = http.createServer((q, s) => {
		if (net.away) { q.socket.destroy(); return; }
		const on = http.request({ host: to.hostname, port: to.port, path: q.url, method: q.method, headers: q.headers }, a => {
			if (q.method === 'POST' && net.lose && q.url.endsWith(net.lose)) {
				net.lost.push(q.url);
				a.resume();
				a.on('end', () => q.socket.destroy());
				return;
			}
			s.writeHead(a.statusCode, a.rawHeaders);
			a.pipe(s);
		});
		on.on('error', () => q.socket.destroy());
		q.pipe(on);
	});
	await new Promise(r => server.listen(0, '127.0.0.1', r));
	net.url = `http://localhost:${server.address().port}`;
	net.stop = () => { server.closeAllConnections(); server.close(); };
	return net;
}
