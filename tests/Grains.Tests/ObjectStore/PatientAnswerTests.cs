using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using OrleansLld.ObjectStore.Wire;

namespace OrleansLld.ObjectStore;

/// <summary>A client is kept company while its request is worked on.</summary>
public sealed class PatientAnswerTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly TaskCompletionSource<string?> _work = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _waiting = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static CancellationToken Ended => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Work_that_ends_soon_is_answered_with_its_status()
    {
        await using var server = await Serve();
        _work.SetResult("made");

        using var answer = await Ask(server);

        (await answer.Content.ReadAsStringAsync(Ended))
            .ShouldEndWith("<Made xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">made</Made>");
        answer.Content.Headers.ContentLength.ShouldNotBeNull();
    }

    [Fact]
    public async Task Work_that_takes_long_is_answered_before_it_ends()
    {
        await using var server = await Serve();
        var asked = Ask(server);
        await _waiting.Task;
        _time.Advance(TimeSpan.FromSeconds(10));

        using var answer = await asked;
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        _work.SetResult("made");

        (await answer.Content.ReadAsStringAsync(Ended)).ShouldBe(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Made xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">made</Made>");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_is_refused_after_the_answer_began_stands_in_its_body(bool isThrown)
    {
        await using var server = await Serve();
        var asked = Ask(server);
        await _waiting.Task;
        _time.Advance(TimeSpan.FromSeconds(10));

        using var answer = await asked;
        if (isThrown)
            _work.SetException(new S3RefusalException(S3Error.PreconditionFailed));
        else
            _work.SetResult(null);

        var body = await answer.Content.ReadAsStringAsync(Ended);
        body.ShouldStartWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>PreconditionFailed</Code>");
    }

    private async Task<WebApplication> Serve()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(Answer);
        await app.StartAsync(Ended);
        return app;
    }

    private async Task Answer(HttpContext http)
    {
        var call = new ObjectStoreCall();
        call.Begin(http, _time.GetUtcNow(), "request");
        call.Target = new RequestTarget("bucket", "key", IsVirtualHost: false, "/bucket/key", "");
        var waiting = call.WhileWaiting(_work.Task, _time);
        _waiting.SetResult();
        if (await waiting is { } made)
            call.Xml.Document("Made"u8).Text(made).End("Made"u8);
        else
            call.Refuse(S3Error.PreconditionFailed);
        await call.SendAfterWaiting();
    }

    private static Task<HttpResponseMessage> Ask(WebApplication server)
    {
        var address = server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        return new HttpClient().GetAsync(new Uri(address), HttpCompletionOption.ResponseHeadersRead, Ended);
    }
}
