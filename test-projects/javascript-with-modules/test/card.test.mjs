import assert from "node:assert/strict";
import { frame } from "../src/frame.js";

assert.equal(frame(["a", "bb"]), "| a  |\n| bb |");
