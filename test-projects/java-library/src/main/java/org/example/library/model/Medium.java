package org.example.library.model;

import org.example.library.util.Audited;

/** The root of the media. */
public abstract class Medium implements Identified, Describable {
    public enum Condition {
        NEW(0),
        GOOD(1),
        WORN(3) {
            @Override
            boolean needsCare() {
                return true;
            }
        };

        private final int penalty;

        Condition(int penalty) {
            this.penalty = penalty;
        }

        boolean needsCare() {
            return penalty > 2;
        }
    }

    private final String id;
    protected final String title;
    private Condition condition = Condition.NEW;

    protected Medium(String id, String title) {
        this.id = id;
        this.title = title;
    }

    @Override
    public String id() {
        return id;
    }

    @Audited(reason = "lowers the value")
    public void setCondition(Condition condition) {
        this.condition = condition;
    }

    @Override
    public String describe() {
        return title + " (" + extent() + ")" + (condition.needsCare() ? " !" : "");
    }

    protected abstract String extent();
}
