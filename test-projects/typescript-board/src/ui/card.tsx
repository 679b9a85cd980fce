import { h, type Props } from "./h";
import type { Task } from "@domain/index";

export interface CardProps extends Props {
  task: Task;
  onClose?: (task: Task) => void;
}

export default function Card({ task, onClose }: CardProps) {
  const close = () => {
    task.close();
    onClose?.(task);
  };
  return (
    <article id={task.id} onclick={close}>
      {task.describe()}
    </article>
  );
}
