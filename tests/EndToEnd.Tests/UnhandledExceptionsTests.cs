using Microsoft.AspNetCore.Http;
using OrleansLld.Storage;

namespace OrleansLld;

public sealed class UnhandledExceptionsTests
{
    public static TheoryData<Exception, int, string> Failures => new()
    {
        { new StorageUnavailableException("The disk is full."), 503, "storage-unavailable" },
        { new SiloUnavailableException("It is gone."), 503, "cluster-unavailable" },
        { new TimeoutException("30 s went by."), 503, "cluster-unavailable" },
        { new BadHttpRequestException("Unreadable.", 400), 400, "malformed-request" },
        { new BadHttpRequestException("Long.", 413), 413, "payload-too-large" },
        { new InvalidOperationException("A bug at line 7."), 500, "internal-error" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_has_a_status_and_a_stable_code_and_tells_nothing_of_the_inside(Exception failure, int status, string code)
    {
        var told = UnhandledExceptions.Of(failure);

        told.Status.ShouldBe(status);
        told.Code.ShouldBe(code);
        told.Sentence.ShouldNotContain(failure.Message);
    }
}
