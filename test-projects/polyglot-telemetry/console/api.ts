/** The JSON of server/readings.py. */
export interface Reading {
  device_id: string;
  time: number;
  value: number;
}

export interface Summary {
  mean: number;
  outliers: number;
}

async function get<T>(path: string): Promise<T> {
  const response = await fetch(path);
  return (await response.json()) as T;
}

export const listReadings = () => get<Reading[]>("/api/readings");
export const summarize = () => get<Summary>("/api/summary");
