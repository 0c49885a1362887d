package io.dbn4j.core.data;

import java.util.Locale;

/**
 * The rule for unsigned bytes in IDX, NPY and NPZ files: gray values 0 ... 255 are divided by 255, unless the largest
 * byte is at most 1; such bytes keep their values 0 and 1.
 */
public final class ByteRule {

    private static final int WHITE = 255;

    private ByteRule() {}

    /** Returns the divisor of bytes, given the largest byte. */
    public static int divisor(int largest) {
        return largest > 1 ? WHITE : 1;
    }

    /** Describes the choice of the divisor in one line. */
    public static String note(int largest) {
        return largest > 1
                ? String.format(
                        Locale.ROOT,
                        "bytes up to %d are gray values, divided by %d (:scale=1 leaves them)",
                        largest,
                        WHITE)
                : "bytes of 0 and 1 are taken as they are (:scale=255 divides them)";
    }
}
