import { Board } from "../domain/board";
import Card from "./card";
import { h } from "./h";

function Column(props: { board: Board }) {
  return (
    <section>
      {props.board.tasks().map((task) => (
        <Card task={task} />
      ))}
    </section>
  );
}

export function mount(board: Board, root: HTMLElement): void {
  root.append(<Column board={board} />);
}
