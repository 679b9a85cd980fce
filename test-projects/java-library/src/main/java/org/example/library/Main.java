package org.example.library;

import static org.example.library.util.Text.*;
import static org.example.library.util.Text.pad;

import java.util.List;
import org.example.library.lending.*;
import org.example.library.model.AudioBook;
import org.example.library.model.Book;
import org.example.library.model.Medium;
import org.example.library.model.Medium.Condition;
import org.example.library.store.MemoryStore;
import org.example.library.store.Store;

/** Lends two media and prints what is due. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Store<Medium> store = new MemoryStore<>();
        Book book = new Book("b1", "Dune", 412);
        AudioBook audio = new AudioBook("a1", "Dune, read aloud", 1270);
        store.add(book);
        store.add(audio);
        audio.setCondition(Condition.WORN);

        LoanDesk desk = new LoanDesk(store, LoanPolicy.strict());
        desk.register(new Loan.Printer());
        Loan loan = desk.lend("b1", new Member("Ada", Member.Level.PREMIUM));
        List<Medium> media = store.all();
        for (Medium medium : media) {
            System.out.println(pad(medium.describe(), WIDTH) + "|");
        }
        System.out.println(loan.days() + " " + shorten(loan.member().name(), 2));
    }
}
