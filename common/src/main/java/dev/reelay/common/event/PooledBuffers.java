package dev.reelay.common.event;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.util.BufferRecycler;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.core.util.RecyclerPool;

/// The buffers in which JSON is read and written, a hundred for the whole process. By itself
/// Jackson keeps some for every thread, about 26 kB, which is most of what a thread costs that
/// waits for minutes after it has read a request.
public final class PooledBuffers {
    /// For a mapper that is there already; others begin with {@link #factory}.
    public static final RecyclerPool<BufferRecycler> POOL = JsonRecyclerPools.sharedBoundedPool();

    private PooledBuffers() {}

    public static JsonFactoryBuilder factory() {
        var factory = new JsonFactoryBuilder();
        factory.recyclerPool(POOL);
        return factory;
    }
}
