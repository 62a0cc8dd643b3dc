namespace OrleansLld.ObjectStore;

public sealed partial class UploadTests
{
    private readonly UploadFixture _fixture = new UploadFixture().Begun();

    private Upload Upload => _fixture.Upload;

    [Fact]
    public void What_was_never_begun_takes_nothing()
    {
        var nothing = new UploadFixture();

        nothing.Note("b").ShouldBe(UploadFault.NoSuchUpload);
        nothing.Add(1, "b", "abcd").ShouldBe(UploadFault.NoSuchUpload);
        nothing.Complete(nothing.Claim(1, "abcd")).ShouldBe(UploadFault.NoSuchUpload);
        nothing.Do(nothing.Upload.Abort()).ShouldBe(UploadFault.NoSuchUpload);
    }

    [Fact]
    public void A_repeated_beginning_changes_nothing() =>
        Upload.Begin(new byte[] { 9 }, null).ShouldBe(UploadRuling.Repeat);

    [Fact]
    public void Parts_come_in_any_order_and_are_listed_by_number()
    {
        _fixture.With(7, "gggg").With(1, "aaaa").With(10_000, "z").With(3, "cccc");

        Upload.PartsAfter(0).Select(part => part.Number).ShouldBe([1, 3, 7, 10_000]);
        Upload.PartsAfter(3).Select(part => part.Blob).ShouldBe(["blob-gggg", "blob-z"]);
    }

    [Fact]
    public void A_part_needs_the_note_of_its_blob()
    {
        _fixture.Add(1, "b", "abcd").ShouldBe(UploadFault.NotNoted);

        _fixture.Note("b");
        _fixture.Add(1, "b", "abcd").ShouldBe(UploadFault.None);
        Upload.Notes.ShouldBe(0);
    }

    [Fact]
    public void A_part_that_comes_again_replaces_the_first_whose_blob_is_of_no_use()
    {
        _fixture.With(1, "aaaa").With(1, "bbbb");

        Upload.PartsAfter(0).ShouldHaveSingleItem().Blob.ShouldBe("blob-bbbb");
        Upload.Useless.ShouldHaveSingleItem().ShouldBe(new("blob-aaaa", UselessBecause.Replaced));
    }

    [Fact]
    public void A_repeated_part_is_not_refused_however_late_it_comes()
    {
        _fixture.With(1, "aaaa").With(2, "bbbb");
        ShouldBeRepeat();
        _fixture.Complete(_fixture.Claim(1, "aaaa"));
        ShouldBeRepeat();
        _fixture.Completed();
        ShouldBeRepeat();
        _fixture.Add(2, "blob-bbbb", "bbbb").ShouldBe(UploadFault.NoSuchUpload);

        void ShouldBeRepeat() => Upload.Add(_fixture.Part(1, "blob-aaaa", "aaaa")).ShouldBe(UploadRuling.Repeat);
    }

    [Fact]
    public void Too_many_blobs_on_their_way_are_refused()
    {
        for (var i = 0; i < UploadFixture.NotesMax; i++)
            _fixture.Note($"b{i}").ShouldBe(UploadFault.None);

        _fixture.Note("one-more").ShouldBe(UploadFault.Busy);
        _fixture.Note("b0").ShouldBe(UploadFault.None);
    }

    [Fact]
    public void Parts_are_refused_until_some_of_the_replaced_are_collected()
    {
        _fixture.With(1, "aaaa").With(1, "bbbb").With(1, "cccc").With(1, "dddd");
        _fixture.Note("e");
        _fixture.Add(2, "e", "eeee").ShouldBe(UploadFault.Busy);

        _fixture.Tell(new UploadEvent.Collected(["blob-aaaa", "blob-bbbb"]));

        _fixture.Add(2, "e", "eeee").ShouldBe(UploadFault.None);
        Upload.Useless.Keys.ShouldBe(["blob-cccc"]);
    }

    [Fact]
    public void A_note_that_was_given_up_makes_no_part()
    {
        _fixture.Note("old");
        _fixture.Note("young");
        Upload.NotesBefore(2).ShouldBe(["old"]);

        _fixture.Tell(new UploadEvent.GivenUp(["old"]));

        _fixture.Add(1, "old", "abcd").ShouldBe(UploadFault.NotNoted);
        Upload.Useless.ShouldHaveSingleItem().ShouldBe(new("old", UselessBecause.GivenUp));
    }

    [Fact]
    public void An_upload_that_was_given_up_takes_nothing_and_may_be_given_up_again()
    {
        _fixture.With(1, "aaaa").With(1, "bbbb").With(2, "cccc");
        _fixture.Note("late");
        _fixture.Do(Upload.Abort());
        Upload.Rest().ShouldBe(["blob-bbbb", "blob-cccc", "blob-aaaa"], ignoreOrder: true);
        _fixture.Tell(new UploadEvent.Aborted(99));

        Upload.Abort().ShouldBe(UploadRuling.Repeat);
        Upload.PartsAfter(0).ShouldBeEmpty();
        _fixture.Note("more").ShouldBe(UploadFault.NoSuchUpload);
        _fixture.Add(1, "late", "abcd").ShouldBe(UploadFault.NoSuchUpload);
        _fixture.Complete(_fixture.Claim(1, "bbbb")).ShouldBe(UploadFault.NoSuchUpload);
        Upload.NotesBefore(long.MaxValue).ShouldBe(["late"]);
    }

    [Fact]
    public void It_has_ended_once_it_was_completed_or_given_up()
    {
        Upload.EndedBefore(long.MaxValue).ShouldBeFalse();

        _fixture.Do(Upload.Abort());
        _fixture.Tell(new UploadEvent.Aborted(99));

        Upload.EndedBefore(99).ShouldBeFalse();
        Upload.EndedBefore(100).ShouldBeTrue();
    }

    [Fact]
    public void Whatever_its_stage_it_is_read_back_as_it_was()
    {
        _fixture.With(1, "aaaa").With(1, "bbbb").With(2, "c");
        _fixture.Note("late");
        AgreesWithWhatIsStored();
        _fixture.Complete(_fixture.Claim(1, "bbbb"), _fixture.Claim(2, "c"));
        AgreesWithWhatIsStored();
        _fixture.Completed();
        AgreesWithWhatIsStored();

        void AgreesWithWhatIsStored()
        {
            _fixture.Replayed.ShouldBe(UploadFixture.Text(Upload));
            _fixture.Restored.ShouldBe(UploadFixture.Text(Upload));
        }
    }
}
