// SPDX-License-Identifier: Apache-2.0
package org.savevm4j.harness.analyze;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.savevm4j.harness.analyze.DeviceTree.Device;
import org.savevm4j.harness.analyze.DeviceTree.MoreElements;
import org.savevm4j.harness.analyze.DeviceTree.Node;
import org.savevm4j.harness.analyze.DeviceTree.Structure;
import org.savevm4j.harness.analyze.DeviceTree.Value;
import org.savevm4j.qevm.SectionHeader;
import org.savevm4j.stream.StateInput;

/**
 * Keeps what devices hold, with a bound for everything: a few bytes of a VMDESC describe a million
 * fields. Lets {@link CpuStates} have its fields whatever is kept. One thread.
 */
final class DeviceTreeBuilder implements FieldListener {

  private final CpuStates cpus;
  private final KeptState limits;
  private final List<Device> devices = new ArrayList<>();

  /** The fields of what was entered and not left, the innermost first. */
  private final Deque<List<Node>> open = new ArrayDeque<>();

  /** How deep it goes into what is not kept. */
  private int mutedDepth;

  private long nodes;
  private long bytes;
  private long leftOut;

  DeviceTreeBuilder(CpuStates cpus, KeptState limits) {
    this.cpus = cpus;
    this.limits = limits;
  }

  /** What was kept so far. */
  DeviceTree tree() {
    return new DeviceTree(devices, leftOut);
  }

  @Override
  public void device(SectionHeader header) {
    open.clear();
    mutedDepth = 0;
    List<Node> fields = new ArrayList<>();
    devices.add(new Device(header.name(), header.instance(), header.version(), fields));
    open.push(fields);
  }

  @Override
  public void enter(String name, long index) {
    if (mutedDepth > 0) {
      mutedDepth++;
    } else if (index >= limits.elements()) {
      addMore(name);
      mutedDepth = 1;
    } else if (!takesNode()) {
      mutedDepth = 1;
    } else {
      List<Node> fields = new ArrayList<>();
      String label = index == NO_INDEX ? name : name + "[" + index + "]";
      open.element().add(new Structure(label, fields));
      open.push(fields);
    }
  }

  @Override
  public void leave() {
    if (mutedDepth > 0) {
      mutedDepth--;
    } else {
      open.pop();
    }
  }

  @Override
  public void leaf(Leaf leaf, StateInput in) throws IOException {
    boolean keeps = mutedDepth == 0 && takesNode();
    long most = keeps ? Math.min(limits.valueBytes(), limits.allBytes() - bytes) : 0;
    boolean registers = cpus.wants(leaf);
    int got = (int) (registers ? leaf.bytes() : Math.min(leaf.bytes(), most));
    byte[] begin = in.getBytes(got);
    in.skip(leaf.bytes() - got);
    if (registers) {
      cpus.take(leaf, begin);
    }
    if (keeps) {
      bytes += got;
      open.element().add(new Value(leaf.name(), leaf.type(), leaf.size(), leaf.elements(), begin));
    }
  }

  private void addMore(String name) {
    List<Node> fields = open.element();
    long before = 0;
    if (!fields.isEmpty()
        && fields.getLast() instanceof MoreElements more
        && more.name().equals(name)) {
      before = more.count();
      fields.removeLast();
    } else if (!takesNode()) {
      return;
    }
    fields.add(new MoreElements(name, before + 1));
  }

  private boolean takesNode() {
    if (nodes == limits.nodes()) {
      leftOut++;
      return false;
    }
    nodes++;
    return true;
  }
}
