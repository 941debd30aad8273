// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.backend;

import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;
import org.savevm4j.channel.FreshTable;
import org.savevm4j.channel.HtabChannel;
import org.savevm4j.channel.HtabHost;
import org.savevm4j.channel.StaleChannelException;
import org.savevm4j.hpt.HptGeometry;

/**
 * A host made of mocks. Its channels do what the description of the HTAB file descriptor says, slot
 * by slot, on plain arrays; one reader at a time.
 */
final class ModelKernel implements HtabBackendContract.Guest {

  final HtabHost host = mock(HtabHost.class);
  private final HtabBackend backend = new ChannelBackend(host);
  private final IdentityHashMap<FreshTable, ModelTable> made = new IdentityHashMap<>();
  private @Nullable ModelTable table;
  private long generation = 40;
  private int readers;

  ModelKernel(int shift) {
    table = new ModelTable(new HptGeometry(shift));
    try {
      when(host.generation()).thenAnswer(_ -> generation);
      when(host.maxShift()).thenReturn(30);
      when(host.open(0, 0)).thenAnswer(_ -> reader());
      when(host.stage(any())).thenAnswer(call -> fresh(call.getArgument(0)));
      doAnswer(call -> adopt(call.getArgument(0))).when(host).adopt(any());
    } catch (IOException never) {
      throw new AssertionError(never);
    }
  }

  @Override
  public HtabBackend backend() {
    return backend;
  }

  @Override
  public void store(int slot, long dword0, long dword1) {
    table.store(slot, dword0, dword1);
  }

  @Override
  public void lock(int slot) {
    table.locked[slot] = true;
  }

  @Override
  public void unlock(int slot) {
    table.locked[slot] = false;
  }

  @Override
  public void replace(@Nullable HptGeometry geometry) {
    table = geometry == null ? null : new ModelTable(geometry);
    generation++;
  }

  @Override
  public byte[] bytes() {
    return table == null ? new byte[0] : table.bytes.array().clone();
  }

  @Override
  public int readers() {
    return readers;
  }

  private HtabChannel reader() throws IOException {
    ModelTable opened = table;
    long since = generation;
    boolean[] closed = new boolean[1];
    HtabChannel channel = channel(opened);
    if (opened != null) {
      opened.open();
    }
    readers++;
    when(channel.generation()).thenReturn(since);
    when(channel.pendingBytes()).thenAnswer(_ -> opened == null ? 0L : opened.pending());
    when(channel.read(any()))
        .thenAnswer(
            call -> {
              if (since != generation) {
                throw new StaleChannelException(since, generation);
              }
              return opened == null ? 0 : opened.read(call.getArgument(0));
            });
    doAnswer(
            _ -> {
              readers -= closed[0] ? 0 : 1;
              closed[0] = true;
              return null;
            })
        .when(channel)
        .close();
    return channel;
  }

  private static HtabChannel channel(@Nullable ModelTable of) {
    HtabChannel channel = mock(HtabChannel.class);
    when(channel.headerOrder()).thenReturn(ByteOrder.BIG_ENDIAN);
    when(channel.geometry()).thenReturn(of == null ? null : of.geometry);
    return channel;
  }

  private FreshTable fresh(HptGeometry geometry) throws IOException {
    ModelTable filled = new ModelTable(geometry);
    FreshTable fresh = mock(FreshTable.class);
    HtabChannel channel = channel(filled);
    when(fresh.geometry()).thenReturn(geometry);
    when(fresh.open(anyLong())).thenReturn(channel);
    when(channel.write(any())).thenAnswer(call -> filled.write(call.getArgument(0)));
    made.put(fresh, filled);
    return fresh;
  }

  private @Nullable Object adopt(@Nullable FreshTable fresh) {
    table = fresh == null ? null : made.remove(fresh);
    generation++;
    return null;
  }

  /** Slots, and which of them changed. */
  private static final class ModelTable {

    private static final int MAX_RUN = 0xffff;

    private final HptGeometry geometry;
    private final int slots;
    private final ByteBuffer bytes;
    private final boolean[] dirty;
    private final boolean[] locked;
    private boolean first;
    private int cursor;

    ModelTable(HptGeometry geometry) {
      this.geometry = geometry;
      this.slots = (int) geometry.slots();
      this.bytes = ByteBuffer.allocate(slots * 16);
      this.dirty = new boolean[slots];
      this.locked = new boolean[slots];
    }

    void open() {
      first = true;
      cursor = 0;
    }

    void store(int slot, long dword0, long dword1) {
      boolean valid = (dword0 & 1) != 0;
      bytes.putLong(slot * 16, valid ? dword0 : 0).putLong(slot * 16 + 8, valid ? dword1 : 0);
      dirty[slot] = true;
    }

    int read(ByteBuffer into) {
      int room = into.remaining();
      int start = into.position();
      while (cursor < slots && into.position() - start + 24 < room) {
        int header = into.position();
        int begin = cursor;
        into.position(header + 8);
        int valid = 0;
        while (tells(true) && valid < MAX_RUN && into.position() - start + 16 < room) {
          into.put(bytes.array(), cursor * 16, 16);
          dirty[cursor++] = false;
          valid++;
        }
        int invalid = 0;
        while (tells(false) && invalid < MAX_RUN) {
          dirty[cursor++] = false;
          invalid++;
        }
        if (valid + invalid == 0) {
          into.position(header);
          dirty[cursor] |= first;
          cursor++;
        } else {
          into.putInt(header, begin).putShort(header + 4, (short) valid);
          into.putShort(header + 6, (short) invalid);
        }
      }
      if (cursor == slots) {
        first = false;
        cursor = 0;
      }
      return into.position() - start;
    }

    int write(ByteBuffer from) {
      int start = from.position();
      // one record a call, so that callers must go on
      int index = from.getInt();
      int valid = Short.toUnsignedInt(from.getShort());
      int invalid = Short.toUnsignedInt(from.getShort());
      for (int slot = index; slot < index + valid; slot++) {
        store(slot, from.getLong() & ~0x60L, from.getLong());
      }
      for (int slot = index + valid; slot < index + valid + invalid; slot++) {
        store(slot, 0, 0);
      }
      return from.position() - start;
    }

    /** As runs go: 16 an entry, 8 a record. */
    long pending() {
      long pending = 0;
      int end = -1;
      boolean mayExtend = false;
      for (int slot = 0; slot < slots; slot++) {
        boolean valid = isValid(slot);
        if (dirty[slot] || first && slot >= cursor && valid) {
          boolean extendsRun = slot == end && (mayExtend || !valid);
          pending += (valid ? 16 : 0) + (extendsRun ? 0 : 8);
          mayExtend = valid;
          end = slot + 1;
        }
      }
      return pending;
    }

    private boolean tells(boolean valid) {
      return cursor < slots
          && !locked[cursor]
          && (first || dirty[cursor])
          && isValid(cursor) == valid;
    }

    private boolean isValid(int slot) {
      return (bytes.getLong(slot * 16) & 1) != 0;
    }
  }
}
