using System.Buffers;
using System.Text;
using CsCheck;

namespace OrleansLld.ObjectStore.Wire;

public sealed class PostFormParserTests
{
    private static readonly byte[] Delimiter = "\r\n--X1"u8.ToArray();

    [Theory]
    [InlineData("multipart/form-data; boundary=X1")]
    [InlineData("multipart/form-data; boundary=\"X1\"")]
    [InlineData("Multipart/Form-Data; charset=utf-8; Boundary=X1; more=1")]
    public void The_content_type_names_the_boundary(string contentType) => PostFormParser.DelimiterOf(contentType).ShouldBe(Delimiter);

    [Theory]
    [InlineData(null)]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    public void Without_a_boundary_there_is_no_form(string? contentType) => PostFormParser.DelimiterOf(contentType).ShouldBeNull();

    [Fact]
    public void Fields_stand_before_the_file()
    {
        var form = Form(("key", "a/${filename}"), ("X-Amz-Meta-Ä", "ü"), ("acl", ""));
        var text = form + Part("file", "C:\\Temp\\photo \\\"1\\\".png") + "bytes\r\n--X1--\r\n";

        Parse(text, out var head).ShouldBe(PostFormOutcome.Ready);
        head!.Fields.ShouldBe([new("key", "a/${filename}"), new("x-amz-meta-ä", "ü"), new("acl", "")]);
        head.FileName.ShouldBe("photo \"1\".png");
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text)[head.Length..]).ShouldStartWith("bytes\r\n");
        head["acl"].ShouldBe("");
        head["tagging"].ShouldBeNull();
    }

    [Fact]
    public void A_file_name_may_come_in_two_forms()
    {
        var text = "--X1\r\nContent-Disposition: form-data; name=\"file\"; filename=\"x\"; filename*=utf-8''%C3%A9+.txt\r\n\r\n";
        Parse(text, out var head).ShouldBe(PostFormOutcome.Ready);
        head!.FileName.ShouldBe("é+.txt");
    }

    [Fact]
    public void A_form_that_is_cut_anywhere_before_its_file_needs_more()
    {
        var form = Encoding.UTF8.GetBytes(Form(("key", "k"), ("policy", "p")) + Part("file", "f"));
        for (var length = 0; length < form.Length; length++)
            PostFormParser.Parse(form.AsSpan(0, length), Delimiter, out _).ShouldBe(PostFormOutcome.NeedsMore, $"{length}");
        PostFormParser.Parse(form, Delimiter, out _).ShouldBe(PostFormOutcome.Ready);
    }

    [Fact]
    public void A_form_without_a_file_has_none() =>
        Parse(Form(("key", "k")) + "--\r\n", out _).ShouldBe(PostFormOutcome.NoFile);

    [Fact]
    public void A_field_comes_once() =>
        Parse(Form(("key", "k"), ("KEY", "l")) + Part("file", "f"), out _).ShouldBe(PostFormOutcome.Duplicate);

    [Theory]
    [InlineData("--X1\r\nContent-Type: text/plain\r\n\r\nvalue\r\n--X1--")]
    [InlineData("--X1 junk\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n")]
    public void A_part_without_a_name_is_malformed(string text) => Parse(text, out _).ShouldBe(PostFormOutcome.Malformed);

    [Theory]
    [InlineData(PostFormParser.FieldBytesMax, 1)]
    [InlineData(1, PostFormParser.FieldsMax + 1)]
    public void Fields_have_a_limit(int length, int count)
    {
        var fields = Enumerable.Range(0, count).Select(number => ($"f{number}", new string('v', length))).ToArray();
        Parse(Form(fields) + Part("file", "f"), out _).ShouldBe(PostFormOutcome.TooLarge);
    }

    [Fact]
    public void A_file_ends_at_the_delimiter_however_the_bytes_come_in() =>
        Gen.Select(Gen.Char["\r\n-X1a"].Array[0, 60], Gen.Int[1, 12]).Sample(
            (letters, segment) =>
            {
                var content = new string(letters);
                var text = content + "\r\n--X1--\r\n";
                var wanted = text[..text.IndexOf("\r\n--X1", StringComparison.Ordinal)];
                ReadFile(Encoding.ASCII.GetBytes(text), segment).ShouldBe(wanted);
            });

    [Fact]
    public void A_file_whose_end_does_not_come_has_none()
    {
        PostFormParser.FileLength(new ReadOnlySequence<byte>("abc\r\n--X"u8.ToArray()), Delimiter, out var isEnd).ShouldBe(3);
        isEnd.ShouldBeFalse();
    }

    private static string ReadFile(byte[] body, int segmentLength)
    {
        var file = new StringBuilder();
        var from = 0;
        for (var have = segmentLength; ; have += segmentLength)
        {
            var end = Math.Min(have, body.Length);
            var bytes = Segmented(body[from..end], Math.Max(1, segmentLength / 2));
            var length = (int)PostFormParser.FileLength(bytes, Delimiter, out var isEnd);
            file.Append(Encoding.ASCII.GetString(body, from, length));
            from += length;
            if (isEnd)
                return file.ToString();
            end.ShouldBeLessThan(body.Length);
        }
    }

    private static ReadOnlySequence<byte> Segmented(byte[] bytes, int length)
    {
        var last = new Segment([], null);
        var first = last;
        for (var from = 0; from < bytes.Length; from += length)
            last = new Segment(bytes[from..Math.Min(from + length, bytes.Length)], last);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private static PostFormOutcome Parse(string text, out PostFormHead? head) =>
        PostFormParser.Parse(Encoding.UTF8.GetBytes(text), Delimiter, out head);

    private static string Form(params (string Name, string Value)[] fields) =>
        "--X1" + string.Concat(fields.Select(field =>
            $"\r\nContent-Disposition: form-data; name=\"{field.Name}\"; filename=\"{field.Name}\"\r\n\r\n{field.Value}\r\n--X1"));

    private static string Part(string name, string fileName) =>
        $"\r\nContent-Disposition: form-data; name=\"{name}\"; filename=\"{fileName}\"\r\nContent-Type: text/plain\r\n\r\n";

    private sealed class Segment : ReadOnlySequenceSegment<byte>
    {
        public Segment(byte[] bytes, Segment? before)
        {
            Memory = bytes;
            if (before is null)
                return;
            before.Next = this;
            RunningIndex = before.RunningIndex + before.Memory.Length;
        }
    }
}
