package io.llmrouter.fuzz;

import io.llmrouter.learned.TrainedRouter;
import io.llmrouter.learned.file.ModelFileException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Saved routers. Bytes that do not begin as such a file are its content: they get the head and the check sum that are
 * due, which no fuzzer would find.
 */
public final class SavedModelTarget {
    private static final long MAGIC = 0x4c4c4d5254520d0aL;

    private SavedModelTarget() {}

    public static void fuzzerTestOneInput(byte[] data) {
        boolean whole = data.length >= Long.BYTES && ByteBuffer.wrap(data).getLong() == MAGIC;
        TrainedRouter router;
        try {
            router = TrainedRouter.load(Files.with("router.model", whole ? data : enclosed(data)));
        } catch (ModelFileException refused) {
            Check.refusal(refused);
            return;
        }
        Check.that(router.models().contains(router.choose("Prove that 2 + 2 = 4.")), "a choice that is no model");
        router.explain("Prove that 2 + 2 = 4.", 3);
    }

    private static byte[] enclosed(byte[] content) {
        ByteBuffer file = ByteBuffer.allocate(content.length + 20)
                .putLong(MAGIC)
                .putInt(1)
                .put(content);
        var sum = new CRC32C();
        sum.update(file.duplicate().flip());
        return file.putLong(sum.getValue()).array();
    }
}
