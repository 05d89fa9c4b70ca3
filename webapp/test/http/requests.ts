/** A header that each request needs. */
export const host = "host: counter\r\n";
/** A visit, after which the connection stays. */
export const visit = `GET / HTTP/1.1\r\n${host}\r\n`;
/** A visit, after which the connection ends. */
export const lastVisit = `GET / HTTP/1.1\r\n${host}connection: close\r\n\r\n`;
/** A visit by somebody who likes HTML best. */
export const html = `GET / HTTP/1.1\r\n${host}accept: text/html\r\n\r\n`;
