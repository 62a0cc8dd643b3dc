namespace OrleansLld.Chat;

/// <summary>
/// The key packages of an account's devices, by number and hash. A one-time package is handed out once: what was handed out is remembered,
/// so that a device whose answer was lost, and which publishes the same again, does not bring it back.
/// </summary>
/// <param name="limits">How much of everything.</param>
public sealed class KeyShelf(KeyLimits limits)
{
    private readonly SortedDictionary<Guid, DeviceKeys> _devices = [];
    private readonly Dictionary<Guid, long> _withdrawn = [];
    private long _number;

    /// <summary>Devices that have keys, with how many packages each has left.</summary>
    public IEnumerable<(Guid Device, int Packages)> Stock => _devices.Select(entry => (entry.Key, entry.Value.Waiting.Count));

    /// <summary>Whether a device may publish: it was not withdrawn, and is not one too many.</summary>
    public bool Takes(Guid device) =>
        !_withdrawn.ContainsKey(device) && (_devices.ContainsKey(device) || _devices.Count < limits.DevicesMax);

    public int CountOf(Guid device) => _devices.TryGetValue(device, out var keys) ? keys.Waiting.Count : 0;

    public bool HasLastResort(Guid device) => _devices.TryGetValue(device, out var keys) && keys.HasLastResort;

    /// <summary>Enters a package of a device that is taken.</summary>
    /// <returns>Its number; null when it is there, was handed out, or is one too many.</returns>
    public long? Add(Guid device, string hash)
    {
        var keys = Of(device);
        if (keys.Waiting.Count >= limits.PackagesMax || keys.Used.Contains(hash) || keys.Waiting.Any(package => package.Hash == hash))
            return null;
        keys.Waiting.Enqueue((++_number, hash));
        return _number;
    }

    /// <summary>The device has a last-resort package from now on.</summary>
    public void AddLastResort(Guid device) => Of(device).HasLastResort = true;

    /// <summary>Takes the oldest package of a device, for good.</summary>
    /// <returns>What was taken, how it is remembered, and what is forgotten for it; null when none is left.</returns>
    public TakenPackage? Take(Guid device)
    {
        if (!_devices.TryGetValue(device, out var keys) || !keys.Waiting.TryDequeue(out var package))
            return null;
        keys.Used.Add(package.Hash);
        keys.UsedOrder.Enqueue(package);
        var forgotten = keys.UsedOrder.Count > limits.UsedMax ? keys.UsedOrder.Dequeue() : default;
        if (forgotten.Number > 0)
            keys.Used.Remove(forgotten.Hash);
        return new TakenPackage(package.Number, package.Hash, forgotten.Number > 0 ? forgotten.Number : null);
    }

    /// <summary>Forgets a device's keys, and remembers that it has none any more.</summary>
    /// <returns>The number by which that is remembered; null when it was so, and a withdrawn device that is forgotten for it.</returns>
    public (long? Number, Guid? Forgotten) Withdraw(Guid device)
    {
        _devices.Remove(device);
        if (_withdrawn.ContainsKey(device))
            return (null, null);
        _withdrawn[device] = ++_number;
        if (_withdrawn.Count <= limits.WithdrawnMax)
            return (_number, null);
        var oldest = _withdrawn.MinBy(entry => entry.Value).Key;
        _withdrawn.Remove(oldest);
        return (_number, oldest);
    }

    /// <summary>Takes what was stored, each kind in the order of the numbers.</summary>
    public void Restore(Guid device, long number, string hash, bool isUsed)
    {
        var keys = Of(device);
        _number = Math.Max(_number, number);
        if (!isUsed)
        {
            keys.Waiting.Enqueue((number, hash));
            return;
        }

        keys.Used.Add(hash);
        keys.UsedOrder.Enqueue((number, hash));
    }

    /// <summary>Takes a withdrawal that was stored.</summary>
    public void RestoreWithdrawn(Guid device, long number)
    {
        _number = Math.Max(_number, number);
        _withdrawn[device] = number;
    }

    private DeviceKeys Of(Guid device)
    {
        if (!_devices.TryGetValue(device, out var keys))
            _devices[device] = keys = new DeviceKeys();
        return keys;
    }

    private sealed class DeviceKeys
    {
        public readonly Queue<(long Number, string Hash)> Waiting = new();
        public readonly Queue<(long Number, string Hash)> UsedOrder = new();
        public readonly HashSet<string> Used = new(StringComparer.Ordinal);
        public bool HasLastResort;
    }
}

/// <summary>How much is kept.</summary>
/// <param name="DevicesMax">Devices with keys.</param>
/// <param name="PackagesMax">Packages of a device that wait.</param>
/// <param name="UsedMax">Packages of a device that were handed out and are remembered.</param>
/// <param name="WithdrawnMax">Withdrawn devices that are remembered.</param>
public sealed record KeyLimits(int DevicesMax, int PackagesMax, int UsedMax, int WithdrawnMax);

/// <summary>A package that was taken.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Forgotten">The number of an earlier one that is not remembered any more.</param>
public readonly record struct TakenPackage(long Number, string Hash, long? Forgotten);
