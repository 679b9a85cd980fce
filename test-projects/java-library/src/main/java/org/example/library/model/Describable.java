package org.example.library.model;

public interface Describable {
    String describe();
}
