export function sum(amounts) {
  let sum = 0; // Shadows the function inside its own body.
  for (const amount of amounts) sum += amount;
  return sum;
}

export const euros = (cents) => `${(cents / 100).toFixed(2)} EUR`;
