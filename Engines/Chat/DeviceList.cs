namespace OrleansLld.Chat;

/// <summary>The devices of an account. One that was removed is remembered, so that it does not come back by itself.</summary>
/// <param name="devicesMax">As many as an account may have.</param>
/// <param name="removedMax">As many removed ones are remembered, the last ones.</param>
public sealed class DeviceList(int devicesMax, int removedMax)
{
    private readonly Dictionary<Guid, ListedDevice> _devices = [];

    /// <summary>Those that were not removed, oldest first.</summary>
    public IEnumerable<ListedDevice> Present =>
        _devices.Values.Where(device => device.RemovedAt is null).OrderBy(device => device.Since).ThenBy(device => device.Id);

    /// <summary>Takes a device as it was stored.</summary>
    public void Restore(ListedDevice device) => _devices[device.Id] = device;

    /// <summary>A device calls itself so.</summary>
    /// <returns>What is to be stored; null when that is as it was, or the device is refused.</returns>
    public DeviceRuling Enter(Guid id, string name, DateTimeOffset now)
    {
        if (_devices.TryGetValue(id, out var known))
        {
            if (known.RemovedAt is not null)
                return new DeviceRuling(false, null);
            return known.Name == name ? new DeviceRuling(true, null) : Stored(known with { Name = name });
        }

        return Present.Count() < devicesMax ? Stored(new ListedDevice(id, name, now, null)) : new DeviceRuling(false, null);
    }

    /// <summary>Removes a device.</summary>
    /// <returns>
    /// What is to be stored, and which removed one is forgotten for it; nulls when it is not there, or was removed before.
    /// </returns>
    public (ListedDevice? Removed, Guid? Forgotten) Remove(Guid id, DateTimeOffset now)
    {
        if (!_devices.TryGetValue(id, out var known) || known.RemovedAt is not null)
            return (null, null);
        _devices[id] = known with { RemovedAt = now };
        var removed = _devices.Values.Where(device => device.RemovedAt is not null).ToArray();
        if (removed.Length <= removedMax)
            return (_devices[id], null);
        var forgotten = removed.Where(device => device.Id != id).MinBy(device => device.RemovedAt)!.Id;
        _devices.Remove(forgotten);
        return (_devices[id], forgotten);
    }

    private DeviceRuling Stored(ListedDevice device)
    {
        _devices[device.Id] = device;
        return new DeviceRuling(true, device);
    }
}

/// <summary>A device of an account.</summary>
/// <param name="Id">Which.</param>
/// <param name="Name">What it calls itself.</param>
/// <param name="Since">When it was first there.</param>
/// <param name="RemovedAt">When it was removed; null while it was not.</param>
public sealed record ListedDevice(Guid Id, string Name, DateTimeOffset Since, DateTimeOffset? RemovedAt);

/// <summary>Whether a device is one of the account's.</summary>
/// <param name="IsTaken">False when it was removed, or there are too many.</param>
/// <param name="Device">What is to be stored; null for nothing.</param>
public readonly record struct DeviceRuling(bool IsTaken, ListedDevice? Device);
