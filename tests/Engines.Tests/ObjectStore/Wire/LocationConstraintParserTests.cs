using System.Text;

namespace OrleansLld.ObjectStore.Wire;

public sealed class LocationConstraintParserTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("<CreateBucketConfiguration/>", "")]
    [InlineData("<CreateBucketConfiguration><LocationConstraint/></CreateBucketConfiguration>", "")]
    [InlineData("<CreateBucketConfiguration><LocationConstraint>EU</LocationConstraint></CreateBucketConfiguration>", "EU")]
    [InlineData(
        "<CreateBucketConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><LocationConstraint>eu-west-1</LocationConstraint>"
        + "</CreateBucketConfiguration>",
        "eu-west-1")]
    public void The_constraint_is_read(string document, string constraint)
    {
        LocationConstraintParser.TryParse(Encoding.UTF8.GetBytes(document), out var read).ShouldBeTrue();
        read.ShouldBe(constraint);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("<CreateBucketConfiguration>")]
    [InlineData("<Other/>")]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><CreateBucketConfiguration>&b;</CreateBucketConfiguration>")]
    public void Other_documents_are_refused(string document) =>
        LocationConstraintParser.TryParse(Encoding.UTF8.GetBytes(document), out _).ShouldBeFalse();

    [Theory]
    [InlineData("EU", true)]
    [InlineData("us-west-2", true)]
    [InlineData("", false)]
    [InlineData("here", false)]
    [InlineData("us-west-2/", false)]
    public void A_region_has_a_form(string text, bool isRegion) => LocationConstraintParser.IsRegion(text).ShouldBe(isRegion);
}
