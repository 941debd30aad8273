// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.guest;

/**
 * The frames that a vCPU's processes own: allocated last freed first, counted by the page table
 * entries that map them. One vCPU, one step.
 */
final class FramePool {

  private final GuestCpu cpu;
  private final MemoryMap map;

  FramePool(GuestCpu cpu) {
    this.cpu = cpu;
    this.map = cpu.map();
  }

  /** Puts all of the vCPU's frames into its free list, at boot. */
  void fill() {
    for (int i = map.poolFrames() - 1; i >= 0; i--) {
      free(map.frameRecordRa(cpu.firstFrame() + i), cpu.firstFrame() + i);
    }
  }

  /**
   * A frame with one reference.
   *
   * @param context noted as the one that got it
   * @return its real address, or -1 if the pool is empty
   */
  long allocate(int context) {
    long link = cpu.area(AreaLayout.FREE_FRAME);
    if (link == 0) {
      return -1;
    }
    int frame = (int) link - 1;
    long record = map.frameRecordRa(frame);
    cpu.area(AreaLayout.FREE_FRAME, cpu.get(record + FrameLayout.LINK));
    cpu.area(AreaLayout.FREE_FRAMES, cpu.area(AreaLayout.FREE_FRAMES) - 1);
    cpu.put(record + FrameLayout.REFERENCES, 1);
    cpu.put(record + FrameLayout.LINK, context);
    return map.frameRa(frame);
  }

  long references(long frameRa) {
    return cpu.get(record(frameRa) + FrameLayout.REFERENCES);
  }

  void addReference(long frameRa) {
    long record = record(frameRa);
    cpu.put(record + FrameLayout.REFERENCES, cpu.get(record + FrameLayout.REFERENCES) + 1);
  }

  /** Drops a reference; the last one frees the frame. */
  void dropReference(long frameRa) {
    long record = record(frameRa);
    long left = cpu.get(record + FrameLayout.REFERENCES) - 1;
    cpu.put(record + FrameLayout.REFERENCES, left);
    if (left == 0) {
      free(record, map.frameAt(frameRa));
    }
  }

  private void free(long record, long frame) {
    cpu.put(record + FrameLayout.LINK, cpu.area(AreaLayout.FREE_FRAME));
    cpu.area(AreaLayout.FREE_FRAME, frame + 1);
    cpu.area(AreaLayout.FREE_FRAMES, cpu.area(AreaLayout.FREE_FRAMES) + 1);
  }

  private long record(long frameRa) {
    return map.frameRecordRa((int) map.frameAt(frameRa));
  }
}
