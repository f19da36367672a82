// Places on earth as ODK XForms writes them: "latitude longitude altitude accuracy", several parted by semicolons.

export interface Place {
  latitude: number;
  longitude: number;
  altitude: number | null;
  /** Metres; null for a place that was typed. */
  accuracy: number | null;
}

export function parsePlace(text: string): Place | null {
  const parts = text
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [latitude, longitude, altitude = 0, accuracy = 0] = parts;
  if (latitude === undefined || longitude === undefined || parts.length > 4) return null;
  if (parts.some(Number.isNaN) || Math.abs(latitude) > 90 || Math.abs(longitude) > 180) return null;
  return { latitude, longitude, altitude: altitude || null, accuracy: accuracy || null };
}

export function writePlace({ latitude, longitude, altitude, accuracy }: Place): string {
  const degrees = [latitude, longitude].map((value) => Number(value.toFixed(7)));
  if (accuracy === null) return degrees.join(" ");
  return [...degrees, Number((altitude ?? 0).toFixed(1)), Number(accuracy.toFixed(1))].join(" ");
}
