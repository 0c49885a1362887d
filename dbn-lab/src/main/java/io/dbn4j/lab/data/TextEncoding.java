package io.dbn4j.lab.data;

import io.dbn4j.core.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the characters of a text file are stored: as its mark says (UTF-8, UTF-16), as zeros in every second byte say (UTF-16),
 * as UTF-8, or else as ISO 8859-1.
 *
 * @param charset of the text
 * @param markBytes length of the mark at the start of the file
 */
record TextEncoding(Charset charset, int markBytes) {

    private static final int BEGINNING = 1 << 16;

    /** @throws IllegalArgumentException if the file is no text */
    static TextEncoding of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(BEGINNING);
        }
        TextEncoding encoding = of(start);
        Check.require(
                encoding.charset.name().startsWith("UTF-16") || !holdsZero(start),
                "%s: must be text, had a byte 0; rows of other programs end in .npy, .npz or .idx",
                file);
        return encoding;
    }

    private static TextEncoding of(byte[] start) {
        int first = at(start, 0) << 8 | at(start, 1);
        if (first == 0xfeff) {
            return new TextEncoding(StandardCharsets.UTF_16BE, 2);
        }
        if (first == 0xfffe) {
            return new TextEncoding(StandardCharsets.UTF_16LE, 2);
        }
        if (first == 0xefbb && at(start, 2) == 0xbf) {
            return new TextEncoding(StandardCharsets.UTF_8, 3);
        }
        if (at(start, 0) == 0 && at(start, 1) > 0 && at(start, 2) == 0 && at(start, 3) > 0) {
            return new TextEncoding(StandardCharsets.UTF_16BE, 0);
        }
        if (at(start, 0) > 0 && at(start, 1) == 0 && at(start, 2) > 0 && at(start, 3) == 0) {
            return new TextEncoding(StandardCharsets.UTF_16LE, 0);
        }
        return new TextEncoding(isUtf8(start) ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1, 0);
    }

    /** A byte, or -1 behind the end. */
    private static int at(byte[] bytes, int index) {
        return index < bytes.length ? bytes[index] & 0xff : -1;
    }

    private static boolean isUtf8(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        // The beginning may end within a character, which is no fault of the text.
        return !decoder.decode(ByteBuffer.wrap(bytes), CharBuffer.allocate(bytes.length + 1), false)
                .isError();
    }

    private static boolean holdsZero(byte[] bytes) {
        for (byte b : bytes) {
            if (b == 0) {
                return true;
            }
        }
        return false;
    }
}
