using CsCheck;

namespace OrleansLld.ObjectStore;

/// <summary>Random sequences of commands, against a model that only follows each blob, and replayed from their events.</summary>
public sealed class UploadSequenceTests
{
    // Few numbers and blobs, so that replacements and repeats are frequent.
    private static readonly Gen<Action<Run>> Step = Gen.OneOf(
        Gen.Int[0, 30].Select(blob => (Action<Run>)(run => run.Note(blob))),
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 30]).Select((number, blob) => (Action<Run>)(run => run.Add(number, blob))),
        Gen.Select(Gen.Int[1, 4], Gen.Int[0, 30]).Select((number, blob) => (Action<Run>)(run => run.NoteAndAdd(number, blob))),
        Gen.Int[0, 30].Select(blob => (Action<Run>)(run => run.GiveUp(blob))),
        Gen.Const((Action<Run>)(run => run.Collect())),
        Gen.Int[0, 15].Select(parts => (Action<Run>)(run => run.AskForObject(parts))),
        Gen.Frequency((5, Gen.Const((Action<Run>)(run => run.Reopen()))), (1, Gen.Const((Action<Run>)(run => run.Complete()))),
            (1, Gen.Const((Action<Run>)(run => run.Abort())))));

    [Fact]
    public void Every_blob_is_where_the_model_has_it_and_the_events_replay_to_the_same_state() =>
        Step.Array[0, 120].Sample(
            steps =>
            {
                var run = new Run();
                foreach (var step in steps)
                {
                    step(run);
                    run.AgreesWithModel();
                }

                run.Fixture.Replayed.ShouldBe(UploadFixture.Text(run.Upload));
                run.Fixture.Restored.ShouldBe(UploadFixture.Text(run.Upload));
            },
            iter: 500,
            print: steps => $"{steps.Length} steps");

    private enum Place
    {
        Unknown,
        Noted,
        Useless,
        Part1,
        Part2,
        Part3,
        Part4,
        Gone,
    }

    private sealed class Run
    {
        private readonly Dictionary<string, Place> _places = [];
        private UploadStage _stage = UploadStage.Open;
        private HashSet<string> _asked = [];

        public UploadFixture Fixture { get; } = new UploadFixture().Begun();

        public Upload Upload => Fixture.Upload;

        public void Note(int blob)
        {
            var fault = Fixture.Note(Blob(blob));
            if (fault == UploadFault.None && Of(Blob(blob)) is Place.Unknown or Place.Gone)
                _places[Blob(blob)] = Place.Noted;
        }

        public void Add(int number, int blob)
        {
            var fault = Fixture.Add(number, Blob(blob), Content(blob));
            var place = (Place)((int)Place.Part1 + number - 1);
            if (fault != UploadFault.None || Of(Blob(blob)) != Place.Noted)
                return;
            foreach (var earlier in At(place).ToArray())
                _places[earlier] = Place.Useless;
            _places[Blob(blob)] = place;
        }

        public void NoteAndAdd(int number, int blob)
        {
            if (Of(Blob(blob)) != Place.Unknown)
                return;
            Note(blob);
            Add(number, blob);
        }

        public void GiveUp(int blob)
        {
            if (_stage == UploadStage.Open && Of(Blob(blob)) == Place.Noted)
            {
                Fixture.Tell(new UploadEvent.GivenUp([Blob(blob)]));
                _places[Blob(blob)] = Place.Useless;
            }
        }

        public void Collect()
        {
            var collected = Upload.Useless.Keys.ToArray();
            Fixture.Tell(new UploadEvent.Collected([.. collected]));
            foreach (var blob in collected)
                _places[blob] = Place.Gone;
        }

        public void AskForObject(int parts)
        {
            var named = Upload.PartsAfter(0).Where(part => (parts & 1 << part.Number - 1) != 0).ToArray();
            var fault = Fixture.Complete([.. named.Select(part => new PartClaim(part.Number, part.ETag, ""))]);
            fault.ShouldBe(_stage switch
            {
                UploadStage.Open => named.Length == 0 ? UploadFault.NoParts : UploadFault.None,
                UploadStage.Completing => UploadFault.Busy,
                _ => UploadFault.NoSuchUpload,
            });
            if (fault == UploadFault.None)
                (_stage, _asked) = (UploadStage.Completing, [.. named.Select(part => part.Blob)]);
        }

        public void Reopen()
        {
            if (_stage != UploadStage.Completing)
                return;
            Fixture.Tell(new UploadEvent.Reopened());
            _stage = UploadStage.Open;
        }

        public void Complete()
        {
            if (_stage != UploadStage.Completing)
                return;
            HandsOverAllBut(_asked);
            Fixture.Completed();
            _stage = UploadStage.Completed;
        }

        public void Abort()
        {
            if (_stage != UploadStage.Open)
                return;
            Fixture.Do(Upload.Abort());
            HandsOverAllBut([]);
            Fixture.Tell(new UploadEvent.Aborted(1));
            _stage = UploadStage.Aborted;
        }

        public void AgreesWithModel()
        {
            Upload.Stage.ShouldBe(_stage);
            Upload.NotesBefore(long.MaxValue).ShouldBe(At(Place.Noted), ignoreOrder: true);
            Upload.Useless.Keys.ShouldBe(At(Place.Useless), ignoreOrder: true);
            if (_stage is UploadStage.Open or UploadStage.Completing)
                Upload.PartsAfter(0).ShouldAllBe(part => Of(part.Blob) == (Place)((int)Place.Part1 + part.Number - 1));
        }

        private void HandsOverAllBut(HashSet<string> used)
        {
            var others = _places.Where(blob => blob.Value is not (Place.Noted or Place.Gone)).Select(blob => blob.Key)
                .Where(blob => !used.Contains(blob)).ToArray();
            Upload.Rest().ShouldBe(others, ignoreOrder: true);
            foreach (var blob in others)
                _places[blob] = Place.Gone;
        }

        private IEnumerable<string> At(Place place) => _places.Where(blob => blob.Value == place).Select(blob => blob.Key);

        private Place Of(string blob) => _places.GetValueOrDefault(blob);

        private static string Blob(int blob) => $"b{blob}";

        private static string Content(int blob) => $"{blob:0000}";
    }
}
