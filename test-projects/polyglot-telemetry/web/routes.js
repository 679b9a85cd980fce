export const routes = new Map([
  ["GET /api/readings", "server.app:list_readings"],
  ["GET /api/summary", "server.app:summarize"],
  ["POST /api/readings", "server.app:store_readings"],
]);
