using System.Buffers;
using System.Collections.Immutable;

namespace OrleansLld.Exchange;

/// <summary>Risk events as bytes: a tag, then the fields, little endian. The layout of a tag never changes.</summary>
public static class RiskEventCodec
{
    private const int HoldBytes = 3 * sizeof(long) + 1 + sizeof(long);
    private const int HeaderBytesMax = 256;

    private enum Tag : byte
    {
        Deposited = 1,
        Attached = 2,
        Held = 3,
        Settled = 4,
        Reclaimed = 5,
    }

    public static void Write(RiskEvent value, IBufferWriter<byte> output)
    {
        var at = new FieldWriter(output.GetSpan(HeaderBytesMax));
        switch (value)
        {
            case RiskEvent.Deposited deposited:
                at.Byte((byte)Tag.Deposited);
                at.Text(deposited.CommandId);
                at.Long(deposited.Account);
                at.Text(deposited.Asset);
                at.Long(deposited.Units);
                at.Long(deposited.TimeUs);
                output.Advance(at.Count);
                break;
            case RiskEvent.Attached attached:
                at.Byte((byte)Tag.Attached);
                at.Text(attached.Symbol);
                at.Long(attached.Epoch);
                output.Advance(at.Count);
                break;
            case RiskEvent.Held held:
                at.Byte((byte)Tag.Held);
                at.Text(held.Symbol);
                at.Long(held.Epoch);
                at.Long(held.TimeUs);
                at.Int(held.Holds.Length);
                output.Advance(at.Count);
                WriteHolds(held.Holds, output);
                break;
            case RiskEvent.Settled settled:
                at.Byte((byte)Tag.Settled);
                at.Text(settled.Symbol);
                at.Long(settled.LastSequence);
                at.Int(settled.Events.Length);
                output.Advance(at.Count);
                output.Write(settled.Events.Span);
                break;
            case RiskEvent.Reclaimed reclaimed:
                at.Byte((byte)Tag.Reclaimed);
                at.Text(reclaimed.Symbol);
                at.Long(reclaimed.Epoch);
                at.Long(reclaimed.TimeUs);
                output.Advance(at.Count);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(value), value, "Not a risk event.");
        }
    }

    /// <returns>The number of bytes read.</returns>
    /// <exception cref="FormatException">The input does not begin with a whole event.</exception>
    public static int Read(ReadOnlySpan<byte> input, out RiskEvent value)
    {
        try
        {
            var at = new FieldReader(input);
            value = (Tag)at.Byte() switch
            {
                Tag.Deposited => new RiskEvent.Deposited(at.RequiredText(), at.Long(), at.RequiredText(), at.Long(), at.Long()),
                Tag.Attached => new RiskEvent.Attached(at.RequiredText(), at.Long()),
                Tag.Held => new RiskEvent.Held(at.RequiredText(), at.Long(), at.Long(), ReadHolds(ref at)),
                Tag.Settled => new RiskEvent.Settled(at.RequiredText(), at.Long(), at.Bytes(at.Int()).ToArray()),
                Tag.Reclaimed => new RiskEvent.Reclaimed(at.RequiredText(), at.Long(), at.Long()),
                var tag => throw new FormatException($"{tag} is not a risk event."),
            };
            return at.Count;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormatException("A risk event is cut short or malformed.");
        }
    }

    internal static void WriteHolds(ImmutableArray<OrderHold> holds, IBufferWriter<byte> output)
    {
        var at = new FieldWriter(output.GetSpan(Math.Max(1, holds.Length * HoldBytes)));
        foreach (var hold in holds)
        {
            at.Long(hold.OrderId);
            at.Long(hold.Account);
            at.Byte((byte)hold.Side);
            at.Long(hold.Units);
            at.Long(hold.UnitsPerLot);
        }

        output.Advance(at.Count);
    }

    internal static OrderHold ReadHold(ref FieldReader at) =>
        new(at.Long(), at.Long(), (Side)at.ByteUpTo((byte)Side.Sell), at.Long(), at.Long());

    private static ImmutableArray<OrderHold> ReadHolds(ref FieldReader at)
    {
        var holds = new OrderHold[at.RecordCount(HoldBytes)];
        for (var i = 0; i < holds.Length; i++)
            holds[i] = ReadHold(ref at);
        return System.Runtime.InteropServices.ImmutableCollectionsMarshal.AsImmutableArray(holds);
    }
}
