using System.Collections.Immutable;
using OrleansLld.Storage;

namespace OrleansLld.Chat;

/// <summary>
/// The MLS key packages of an account's devices (RFC 9420, section 10), keyed by the account's number. Each is handed out once. When a
/// device has none left its last-resort package (RFC 9420, section 16.8) is handed out, again and again. Public keys only.
/// </summary>
[Alias("chat.key-directory")]
public interface IKeyDirectoryGrain : IGrainWithIntegerKey
{
    /// <summary>How many packages a device may have waiting.</summary>
    const int PackagesMax = 100;

    /// <summary>
    /// Adds packages of a device; those that are there already, or were handed out, are passed over. A last-resort package replaces the one
    /// before.
    /// </summary>
    /// <returns>How many the device has now; none are taken of a device that was withdrawn, or of a 17th.</returns>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("publish")]
    Task<int> Publish(KeyPackages packages, CancellationToken cancellationToken);

    /// <summary>
    /// Hands out one package of each device of the account. A repeat of the command answers as the first did, for the last 256 commands.
    /// </summary>
    /// <param name="commandId">Made by the caller, 1 to 64 characters; a retry sends the same.</param>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>At most 16; devices without any package are left out.</returns>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("claim")]
    Task<ImmutableArray<ClaimedKey>> Claim(string commandId, CancellationToken cancellationToken);

    /// <summary>Which devices have keys, and how many packages each has left.</summary>
    [Alias("stock")]
    Task<ImmutableArray<KeyStock>> Stock(CancellationToken cancellationToken);

    /// <summary>Forgets all keys of a device. Idempotent.</summary>
    /// <exception cref="StorageUnavailableException">Unknown outcome: send the same again.</exception>
    [Alias("withdraw")]
    Task Withdraw(DeviceId device, CancellationToken cancellationToken);
}

/// <summary>Key packages of a device.</summary>
/// <param name="Device">Whose.</param>
/// <param name="Packages">One-time packages, each 1 byte to 8 KiB; at most 100.</param>
/// <param name="LastResort">At most 8 KiB; empty to leave it as it is.</param>
[GenerateSerializer, Immutable, Alias("chat.key-packages")]
public sealed record KeyPackages(
    [property: Id(0)] DeviceId Device,
    [property: Id(1)] ImmutableArray<ReadOnlyMemory<byte>> Packages,
    [property: Id(2)] ReadOnlyMemory<byte> LastResort);

/// <summary>A key package that was handed out.</summary>
/// <param name="Device">Whose.</param>
/// <param name="Package">An MLS KeyPackage as it was published.</param>
/// <param name="IsLastResort">Whether others may get the same.</param>
[GenerateSerializer, Immutable, Alias("chat.claimed-key")]
public sealed record ClaimedKey(
    [property: Id(0)] DeviceId Device, [property: Id(1)] ReadOnlyMemory<byte> Package, [property: Id(2)] bool IsLastResort);

/// <summary>What a device has left.</summary>
/// <param name="Device">Which.</param>
/// <param name="Packages">One-time packages.</param>
[GenerateSerializer, Immutable, Alias("chat.key-stock")]
public sealed record KeyStock([property: Id(0)] DeviceId Device, [property: Id(1)] int Packages);
