// The gateway in front of the Python server.
import { createServer } from "node:http";
import { routes } from "./routes.js";

export function start(port) {
  return createServer((request, response) => {
    const target = routes.get(`${request.method} ${request.url}`);
    response.statusCode = target ? 200 : 404;
    response.end(target ?? "no such route");
  }).listen(port);
}
