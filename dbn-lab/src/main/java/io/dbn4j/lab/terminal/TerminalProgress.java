package io.dbn4j.lab.terminal;

import io.dbn4j.core.Check;
import io.dbn4j.lab.run.Progress;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Progress as a line that redraws itself, with rate and time left; without a terminal, one line for each finished task.
 *
 * <pre>
 *   layer 1 of 3 [#########...........]  45 %  270,000/600,000 images  14,210/s  0:23 left
 *   layer 1 of 3: 600,000 images in 0:42 (14,180/s)
 * </pre>
 */
public final class TerminalProgress implements Progress {

    private static final long REDRAW_NANOS = 200_000_000;
    private static final int WIDEST_BAR = 30;
    private static final int NARROWEST_BAR = 5;

    private final PrintStream out;
    private final int columns;
    private final char full;
    private final char empty;
    private final LongSupplier nanoTime;
    private String task = "";
    private String unit = "";
    private long total;
    private long done;
    private long begun;
    private long drawn;
    private int drawnWidth;

    /**
     * Shows progress on a stream.
     *
     * @param columns width of the terminal; 0 if there is none
     * @param charset charset of {@code out}; the bar is made of block characters if it has them
     */
    TerminalProgress(PrintStream out, int columns, Charset charset, LongSupplier nanoTime) {
        this.out = out;
        this.columns = columns;
        boolean blocks = charset.newEncoder().canEncode("\u2588\u2591");
        this.full = blocks ? '\u2588' : '#';
        this.empty = blocks ? '\u2591' : '.';
        this.nanoTime = nanoTime;
    }

    /**
     * Shows progress on standard error.
     *
     * <p>Java cannot ask whether standard error is a terminal, so the launcher sets the system property {@code
     * dbn.columns} to its width. Without the property there is no bar.
     */
    public static TerminalProgress onStandardError() {
        int columns = Integer.getInteger("dbn.columns", 0);
        return new TerminalProgress(System.err, columns, Charset.defaultCharset(), System::nanoTime);
    }

    @Override
    public synchronized void begin(String task, long total, String unit) {
        Check.require(total > 0, "total must be at least 1, was %d", total);
        end();
        this.task = Check.printable(task);
        this.unit = unit;
        this.total = total;
        done = 0;
        begun = nanoTime.getAsLong();
        draw();
    }

    @Override
    public synchronized void at(long done) {
        this.done = done;
        if (nanoTime.getAsLong() - drawn >= REDRAW_NANOS) {
            draw();
        }
    }

    @Override
    public synchronized void advance(long more) {
        at(done + more);
    }

    @Override
    public synchronized void note(String line) {
        erase();
        out.println(Check.printable(line));
        draw();
    }

    @Override
    public void warn(String line) {
        note(line);
    }

    @Override
    public synchronized void end() {
        if (total > 0) {
            erase();
            out.println(finished());
            total = 0;
        }
    }

    private void draw() {
        if (columns > 0 && total > 0) {
            drawn = nanoTime.getAsLong();
            String line = line();
            out.print("\r" + line + " ".repeat(Math.max(0, drawnWidth - line.length())));
            out.flush();
            drawnWidth = line.length();
        }
    }

    /** Erases the line with blanks: old Windows consoles would print an escape sequence. */
    private void erase() {
        if (drawnWidth > 0) {
            out.print("\r" + " ".repeat(drawnWidth) + "\r");
            drawnWidth = 0;
        }
    }

    /** Returns as much as fits: first the bar shrinks and disappears, then the line is cut at its end. */
    private String line() {
        double fraction = Math.min(1, (double) done / total);
        String behind = text(" %3d %%  %,d/%,d %s%s", (int) (100 * fraction), done, total, unit, speed());
        int room = columns - 1 - task.length() - behind.length() - 3;
        int bar = Math.min(WIDEST_BAR, room);
        if (bar < NARROWEST_BAR) {
            String line = task + behind;
            return line.substring(0, Math.min(line.length(), columns - 1));
        }
        int filled = (int) (fraction * bar);
        String drawing =
                String.valueOf(full).repeat(filled) + String.valueOf(empty).repeat(bar - filled);
        return task + " [" + drawing + "]" + behind;
    }

    private String speed() {
        double rate = rate();
        return done == 0 || rate == 0
                ? ""
                : text("  %s/s  %s left", amount(rate), clock(Math.max(0, total - done) / rate));
    }

    private String finished() {
        double seconds = seconds();
        String work = done < total ? text("stopped at %,d of %,d %s", done, total, unit) : text("%,d %s", done, unit);
        String speed = rate() == 0 ? "" : text(" (%s/s)", amount(rate()));
        return text("%s: %s in %s%s", task, work, clock(seconds), speed);
    }

    private double seconds() {
        return (nanoTime.getAsLong() - begun) * 1e-9;
    }

    private double rate() {
        double seconds = seconds();
        return seconds > 0 ? done / seconds : 0;
    }

    private static String amount(double rate) {
        return rate < 10 ? text("%.2f", rate) : text("%,d", Math.round(rate));
    }

    private static String clock(double seconds) {
        long rounded = Math.round(seconds);
        return rounded < 3600
                ? text("%d:%02d", rounded / 60, rounded % 60)
                : text("%d:%02d:%02d", rounded / 3600, rounded / 60 % 60, rounded % 60);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
