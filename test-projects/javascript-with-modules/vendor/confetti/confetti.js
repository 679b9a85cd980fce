// A library copied into the repository by hand.
export function confetti(count) {
  return "*".repeat(count);
}
