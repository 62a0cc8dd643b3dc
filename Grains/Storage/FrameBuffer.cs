using System.Buffers;

namespace OrleansLld.Storage;

/// <summary>The events of the next commit, already coded, in one or more frames. Reused when the commit is done.</summary>
internal sealed class FrameBuffer<TEvent>(IEventCodec<TEvent> codec, int frameBytes)
{
    private readonly List<ArrayBufferWriter<byte>> _buffers = [];
    private readonly List<(long First, int Events)> _frames = [];

    public int Events { get; private set; }

    public long Bytes { get; private set; }

    public IReadOnlyList<(long First, int Events)> Frames => _frames;

    public void Append(long sequence, in TEvent value)
    {
        if (_frames.Count == 0 || _buffers[_frames.Count - 1].WrittenCount >= frameBytes)
            Begin(sequence);
        var buffer = _buffers[_frames.Count - 1];
        var before = buffer.WrittenCount;
        codec.Write(value, buffer);
        _frames[^1] = (_frames[^1].First, _frames[^1].Events + 1);
        Events++;
        Bytes += buffer.WrittenCount - before;
    }

    /// <summary>Puts the frames into the batch. Their bytes stay in use until <see cref="Clear"/>.</summary>
    public void PutInto(RowBatch batch)
    {
        for (var i = 0; i < _frames.Count; i++)
        {
            var frame = System.Runtime.InteropServices.MemoryMarshal.AsMemory(_buffers[i].WrittenMemory);
            JournalFrame.Seal(frame.Span, _frames[i].Events);
            batch.Put(JournalFrame.Key(_frames[i].First), frame);
        }
    }

    public void Clear()
    {
        _frames.Clear();
        Events = 0;
        Bytes = 0;
    }

    private void Begin(long sequence)
    {
        if (_buffers.Count == _frames.Count)
            _buffers.Add(new ArrayBufferWriter<byte>());
        var buffer = _buffers[_frames.Count];
        buffer.ResetWrittenCount();
        buffer.GetSpan(JournalFrame.HeaderBytes)[..JournalFrame.HeaderBytes].Clear();
        buffer.Advance(JournalFrame.HeaderBytes);
        _frames.Add((sequence, 0));
    }
}
