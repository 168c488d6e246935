package io.llmrouter.bedrock;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointBlock;
import software.amazon.awssdk.services.bedrockruntime.model.CachePointType;
import software.amazon.awssdk.services.bedrockruntime.model.CacheTTL;

/** Cache points in Bedrock's form. */
final class CachePoints {
    private CachePoints() {}

    /** A cache point that lasts at least as long as asked: Bedrock knows five minutes, its default, and an hour. */
    static CachePointBlock of(@Nullable Duration ttl) {
        var block = CachePointBlock.builder().type(CachePointType.DEFAULT);
        if (ttl != null && ttl.compareTo(Duration.ofMinutes(5)) > 0) {
            block.ttl(CacheTTL.VALUE_1_H);
        }
        return block.build();
    }
}
