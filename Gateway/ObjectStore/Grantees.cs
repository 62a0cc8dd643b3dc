using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using OrleansLld.Accounts;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>The accounts that access lists name by number: their handles, or that there are none.</summary>
internal sealed class Grantees(IGrainFactory grains, TimeProvider time, IOptions<CredentialCacheOptions> options)
{
    // A handle is never changed, but an account of this number may be made a moment later: what is not found is not remembered.
    private readonly ShortLivedCache<string, string> _known = new(options.Value.EntriesMax, TimeSpan.FromHours(1), time);

    /// <summary>Learns whom the headers of a request name; refuses the call where one of them is nobody.</summary>
    public ValueTask Learn(ObjectStoreCall call) => AclHeaders.AnyGrant(call.Header) && AclDocuments.ReadHeaders(call) is { } headers
        ? Learn(call, headers.Grants)
        : default;

    /// <summary>Learns whom the entries name; refuses the call where one of them is nobody.</summary>
    public async ValueTask Learn(ObjectStoreCall call, ImmutableArray<AclEntry> entries)
    {
        foreach (var entry in entries)
        {
            if (entry.Kind != AclGrantee.Account || call.Handles.ContainsKey(entry.Id))
                continue;
            if (await Find(entry.Id, call.Aborted) is { } handle)
                call.Handles.Add(entry.Id, handle);
            else
                call.Refuse(S3Error.Argument("CanonicalUser/ID", entry.Id, "Invalid id"));
        }
    }

    private async ValueTask<string?> Find(string id, CancellationToken cancellationToken)
    {
        if (_known.TryGet(id, out var known))
            return known;
        var handle = await grains.GetGrain<IAccountNameGrain>(AccountId.Parse(id).Value).Find(cancellationToken);
        if (handle is not null)
            _known.Set(id, handle);
        return handle;
    }
}
