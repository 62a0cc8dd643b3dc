namespace OrleansLld.ObjectStore;

public sealed partial class UploadTests
{
    [Fact]
    public void An_object_needs_a_part() => _fixture.Complete().ShouldBe(UploadFault.NoParts);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 1)]
    public void Parts_are_named_by_rising_number(int first, int second)
    {
        _fixture.With(1, "aaaa").With(2, "bbbb");

        _fixture.Complete(_fixture.Claim(first, "aaaa"), _fixture.Claim(second, "aaaa")).ShouldBe(UploadFault.InvalidPartOrder);
    }

    [Fact]
    public void A_part_that_is_not_there_or_another_one_is_refused()
    {
        _fixture.With(1, "aaaa");

        _fixture.Complete(_fixture.Claim(2, "aaaa")).ShouldBe(UploadFault.InvalidPart);
        _fixture.Complete(_fixture.Claim(1, "bbbb")).ShouldBe(UploadFault.InvalidPart);
    }

    [Fact]
    public void Only_the_last_part_may_be_small()
    {
        _fixture.With(1, "aaa").With(2, "b").With(3, "cccc");

        _fixture.Complete(_fixture.Claim(1, "aaa"), _fixture.Claim(3, "cccc")).ShouldBe(UploadFault.EntityTooSmall);
        _fixture.Complete(_fixture.Claim(3, "cccc")).ShouldBe(UploadFault.None);
        _fixture.Tell(new UploadEvent.Reopened());
        _fixture.Complete(_fixture.Claim(2, "b")).ShouldBe(UploadFault.None);
    }

    [Fact]
    public void An_object_may_be_too_large()
    {
        var half = new string('x', (UploadFixture.ObjectBytesMax / 2) + 1);
        _fixture.With(1, half + "1").With(2, half);

        _fixture.Complete(_fixture.Claim(1, half + "1"), _fixture.Claim(2, half)).ShouldBe(UploadFault.EntityTooLarge);
    }

    [Theory]
    [InlineData(8, UploadFault.None)]
    [InlineData(7, UploadFault.WrongSize)]
    public void A_size_that_the_client_states_is_checked(long bytes, UploadFault expected)
    {
        _fixture.With(1, "aaaa").With(2, "bbbb");

        _fixture.Complete(new CompletionClaim([_fixture.Claim(1, "aaaa"), _fixture.Claim(2, "bbbb")], null, bytes)).ShouldBe(expected);
    }

    [Fact]
    public void The_object_has_the_parts_that_were_named_and_the_rest_is_garbage()
    {
        _fixture.With(1, "aaaa").With(2, "bbbb").With(3, "old3").With(3, "cccc");

        _fixture.Complete(_fixture.Claim(1, "aaaa"), _fixture.Claim(3, "cccc")).ShouldBe(UploadFault.None);

        Upload.Object().Parts.Select(part => part.Blob).ShouldBe(["blob-aaaa", "blob-cccc"]);
        Upload.Object().Bytes.ShouldBe(8);
        Upload.Rest().ShouldBe(["blob-bbbb", "blob-old3"], ignoreOrder: true);
    }

    [Fact]
    public void While_the_index_is_asked_nothing_changes()
    {
        _fixture.With(1, "aaaa");
        _fixture.Note("b");
        var claim = _fixture.Claim(1, "aaaa");
        _fixture.Complete(claim);

        _fixture.Add(2, "b", "bbbb").ShouldBe(UploadFault.Busy);
        _fixture.Note("c").ShouldBe(UploadFault.Busy);
        _fixture.Complete(claim).ShouldBe(UploadFault.Busy);
        Upload.Abort().Fault.ShouldBe(UploadFault.Busy);
        Upload.CompletionTerms.ShouldBe(UploadFixture.NoCondition);
        Upload.PartsAfter(0).ShouldHaveSingleItem();
    }

    [Fact]
    public void When_the_index_refuses_the_upload_goes_on()
    {
        _fixture.With(1, "aaaa").With(2, "bbbb");
        _fixture.Complete(_fixture.Claim(1, "aaaa"));

        _fixture.Tell(new UploadEvent.Reopened());
        _fixture.With(2, "cccc");

        _fixture.Complete(_fixture.Claim(1, "aaaa"), _fixture.Claim(2, "cccc")).ShouldBe(UploadFault.None);
    }

    [Fact]
    public void A_repeated_completion_is_none_and_one_of_other_parts_finds_no_upload()
    {
        _fixture.With(1, "aaaa").With(2, "bbbb");
        _fixture.Complete(_fixture.Claim(1, "aaaa"), _fixture.Claim(2, "bbbb"));
        var made = Upload.Object();
        _fixture.Completed();

        _fixture.Complete(_fixture.Claim(1, "aaaa"), _fixture.Claim(2, "bbbb")).ShouldBe(UploadFault.None);
        _fixture.Complete(_fixture.Claim(1, "aaaa")).ShouldBe(UploadFault.NoSuchUpload);
        _fixture.Complete(_fixture.Claim(1, "aaaa"), _fixture.Claim(2, "other")).ShouldBe(UploadFault.NoSuchUpload);
        _fixture.Complete().ShouldBe(UploadFault.NoSuchUpload);
        Upload.Object().ETag.ShouldBe(made.ETag);
        Upload.Abort().Fault.ShouldBe(UploadFault.NoSuchUpload);
        Upload.PartsAfter(0).ShouldBeEmpty();
    }
}
