using System.Collections.Immutable;

namespace OrleansLld.Chat;

/// <summary>Somebody who takes part in a conversation.</summary>
/// <param name="Account">Who.</param>
/// <param name="Handle">By name.</param>
/// <param name="Rank">What they may do.</param>
/// <param name="First">The first entry that they may see.</param>
/// <param name="JoinedAt">Since when.</param>
/// <param name="Read">How far they have read.</param>
/// <param name="Devices">
/// How far each of their devices got, the one heard of last at the end; at most <see cref="ChatLimits.DevicesMax"/>.
/// </param>
public sealed record Participant(
    long Account, string Handle, Rank Rank, long First, DateTimeOffset JoinedAt, long Read, ImmutableArray<DeviceMark> Devices)
{
    /// <summary>How far any of the devices got.</summary>
    public long Delivered => Devices.Aggregate(Read, (most, device) => Math.Max(most, device.Delivered));

    public long DeliveredTo(Guid device) => Devices.FirstOrDefault(mark => mark.Device == device)?.Delivered ?? 0;

    /// <summary>The same, moved on; nothing goes back. Of too many devices the one that was silent longest is forgotten.</summary>
    public Participant Acknowledge(Guid device, long delivered, long read)
    {
        var mark = new DeviceMark(device, Math.Max(delivered, DeliveredTo(device)));
        var others = Devices.RemoveAll(known => known.Device == device);
        if (others.Length == ChatLimits.DevicesMax)
            others = others.RemoveAt(0);
        return this with { Read = Math.Max(Read, read), Devices = others.Add(mark) };
    }
}

/// <summary>How far a device got.</summary>
public sealed record DeviceMark(Guid Device, long Delivered);
