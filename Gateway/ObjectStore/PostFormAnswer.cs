using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>What a browser is told whose form was taken in: as the form asks.</summary>
internal static class PostFormAnswer
{
    public static async Task Send(ObjectStoreCall call, PostFormHead form, string? versionId, ObjectDescription description)
    {
        call.TellWritten(versionId, description);
        var location = LocationOf(call);
        var redirect = form["success_action_redirect"] ?? form["redirect"];
        if (Uri.TryCreate(redirect, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https")
        {
            var join = uri.Query.Length > 0 ? '&' : '?';
            call.Response.Headers.Location = $"{uri.AbsoluteUri}{join}bucket={call.Bucket}&key={Escaped(call.Key)}"
                + $"&etag=%22{description.ETag}%22";
            await call.SendNothing(StatusCodes.Status303SeeOther);
            return;
        }

        call.Response.Headers.Location = location;
        switch (form["success_action_status"])
        {
            case "200":
                await call.SendNothing(StatusCodes.Status200OK);
                break;
            case "201":
                call.Xml.BareDocument("PostResponse"u8)
                    .Element("Location"u8, location)
                    .Element("Bucket"u8, call.Bucket)
                    .Element("Key"u8, call.Key)
                    .ETag(description.ETag)
                    .End("PostResponse"u8);
                await call.SendXml(StatusCodes.Status201Created);
                break;
            default:
                await call.SendNothing(StatusCodes.Status204NoContent);
                break;
        }
    }

    /// <summary>Where the object is.</summary>
    public static string LocationOf(ObjectStoreCall call)
    {
        var request = call.Request;
        var path = call.Target.IsVirtualHost ? "" : "/" + call.Bucket;
        return $"{request.Scheme}://{request.Host.Value}{path}/{PercentText.Encode(call.Key)}";
    }

    private static string Escaped(string key) => Uri.EscapeDataString(key);
}
