using System.Net;
using System.Text.Json;
using OrleansLld.Accounts;

namespace OrleansLld.Chat;

/// <summary>Files of messages: uploaded and read by links, by members alone.</summary>
[Collection(ChatProduct.Collection)]
public sealed class MediaTests(ChatProduct chat)
{
    private static readonly byte[] Picture = [0x89, 0x50, 0x4e, 0x47, 1, 2, 3, 4];

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_picture_goes_from_one_member_to_the_other_by_links()
    {
        var (ada, bob) = (await chat.Device(0), await chat.Device(1));
        var conversation = await ChatProduct.Direct(ada, bob);

        var grant = await Grant(ada, conversation, "image/png", Picture.Length);
        (await Upload(grant, Picture)).ShouldBe(HttpStatusCode.OK);
        await ada.Send(Message(conversation, grant, "image/png", Picture.Length));
        var shown = await bob.Shows(conversation, entry => entry.Media is not null);
        var link = (await bob.Owner.Get($"/api/chat/conversations/{conversation}/media/{shown.Media!.Id}")).ShouldBe(HttpStatusCode.OK);
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(link.Text("url")), Ended);

        (await answer.Content.ReadAsByteArrayAsync(Ended)).ShouldBe(Picture);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("image/png");
        answer.Content.Headers.ContentDisposition!.DispositionType.ShouldBe("attachment");
        (shown.Text, shown.Media.Name).ShouldBe(("look", "sun.png"));
    }

    [Fact]
    public async Task What_is_uploaded_is_what_was_granted_and_stays_so()
    {
        var (ada, bob) = (await chat.Device(0), await chat.Device(1));
        var conversation = await ChatProduct.Direct(ada, bob);
        var grant = await Grant(ada, conversation, "image/png", Picture.Length);

        (await Upload(grant, [.. Picture, 5])).ShouldBe(HttpStatusCode.Forbidden);
        (await Upload(grant, Picture, "text/html")).ShouldBe(HttpStatusCode.Forbidden);
        (await ada.Refusal("Send", Message(conversation, grant, "image/png", Picture.Length))).ShouldBe("no-such-media");
        (await Upload(grant, Picture)).ShouldBe(HttpStatusCode.OK);
        (await Upload(grant, [8, 7, 6, 5, 4, 3, 2, 1])).ShouldBe(HttpStatusCode.PreconditionFailed);
        (await ada.Refusal("Send", Message(conversation, grant, "image/png", Picture.Length + 1))).ShouldBe("no-such-media");
        (await ada.Refusal("Send", Message(conversation, grant, "image/gif", Picture.Length))).ShouldBe("no-such-media");
        (await ada.Send(Message(conversation, grant, "image/png", Picture.Length))).Sequence.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task An_outsider_uploads_and_reads_nothing()
    {
        var (ada, bob, eve) = (await chat.Device(0), await chat.Device(1), await chat.Device(0));
        var conversation = await ChatProduct.Direct(ada, bob);
        var other = await ChatProduct.Direct(ada, eve);
        var grant = await Grant(ada, conversation, "image/png", Picture.Length);
        (await Upload(grant, Picture)).ShouldBe(HttpStatusCode.OK);
        var path = $"/api/chat/conversations/{conversation}/media";
        var request = new { type = "image/png", size = 8, name = "sun.png" };

        (await eve.Owner.Get($"{path}/{grant.Id}")).ShouldBe(HttpStatusCode.NotFound, "not-member");
        (await eve.Owner.Send(HttpMethod.Post, path, request)).ShouldBe(HttpStatusCode.NotFound, "not-member");
        (await new Visitor(chat.Gateways[0].Http).Get($"{path}/{grant.Id}")).ShouldBe(HttpStatusCode.Unauthorized);
        (await eve.Owner.Get($"/api/chat/conversations/{other}/media/{grant.Id}")).ShouldBe(HttpStatusCode.NotFound, "no-such-media");
        (await eve.Refusal("Send", Message(other, grant, "image/png", Picture.Length))).ShouldBe("no-such-media");
    }

    [Theory]
    [InlineData("text/html", 8, "a.html", "invalid-media-type")]
    [InlineData("image/svg+xml", 8, "a.svg", "invalid-media-type")]
    [InlineData("image/png", 0, "a.png", "invalid-media-size")]
    [InlineData("image/png", 67_108_865, "a.png", "invalid-media-size")]
    [InlineData("image/png", 8, "", "invalid-media-name")]
    [InlineData("image/png", 8, "../a.png", "invalid-media-name")]
    public async Task A_file_that_cannot_be_sent_is_not_granted(string type, long size, string name, string code)
    {
        var (ada, bob) = (await chat.Device(0), await chat.Device(1));
        var conversation = await ChatProduct.Direct(ada, bob);

        (await ada.Owner.Send(HttpMethod.Post, $"/api/chat/conversations/{conversation}/media", new { type, size, name }))
            .ShouldBe(HttpStatusCode.BadRequest, code);
    }

    private static OutgoingEntry Message(string conversation, Granted grant, string type, long size) => new(
        conversation, $"{grant.Id}.{type}.{size}", "media", "look", Media: new MediaView(grant.Id, type, size, "sun.png"));

    private static async Task<Granted> Grant(ChatDevice device, string conversation, string type, long size)
    {
        var answer = await device.Owner.Send(
            HttpMethod.Post, $"/api/chat/conversations/{conversation}/media", new { type, size, name = "sun.png" });
        return answer.ShouldBe(HttpStatusCode.OK).Json().Deserialize<Granted>(JsonSerializerOptions.Web)!;
    }

    private static async Task<HttpStatusCode> Upload(Granted grant, byte[] bytes, string? type = null)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(new HttpMethod(grant.Method), grant.Url) { Content = new ByteArrayContent(bytes) };
        request.Content.Headers.TryAddWithoutValidation("content-type", type ?? grant.Headers["content-type"]);
        request.Headers.TryAddWithoutValidation("if-none-match", grant.Headers["if-none-match"]);
        using var answer = await http.SendAsync(request, Ended);
        return answer.StatusCode;
    }

    private sealed record Granted(string Id, string Url, string Method, Dictionary<string, string> Headers);
}
