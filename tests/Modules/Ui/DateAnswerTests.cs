using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

public sealed class DateAnswerTests
{
    [Theory]
    [InlineData("1. 5. 2026"), InlineData("1.5.2026"), InlineData("01.05.2026"), InlineData("2026-05-01"), InlineData("1/5/2026"), InlineData("1-5-2026"), InlineData("1 5 2026"), InlineData("  1. 5. 2026 ")]
    public void One_text_is_read_as_people_write_it(string text) => Assert.Equal(new DateOnly(2026, 5, 1), DateAnswer.Parse(text).Date);

    [Theory]
    [InlineData("31", "2", "2026"), InlineData("29", "2", "2025"), InlineData("0", "1", "2026"), InlineData("1", "13", "2026"), InlineData("1", "5", "26"), InlineData("1", "5", "12026")]
    [InlineData("-1", "5", "2026"), InlineData("1", "", "2026"), InlineData("první", "5", "2026"), InlineData("1", "5", "2147483648"), InlineData("1,5", "5", "2026"), InlineData(null, null, null)]
    public void What_is_no_date_stays_as_typed(string? day, string? month, string? year)
    {
        var answer = new DateAnswer(day, month, year);
        Assert.Null(answer.Date);
        Assert.Equal((day, month, year), (answer.Day, answer.Month, answer.Year));
    }

    [Fact]
    public void A_form_may_send_three_parts_or_one_text()
    {
        Assert.Equal(new DateOnly(2024, 2, 29), DateAnswer.Read(Form(("born.day", "29."), ("born.month", " 2 "), ("born.year", "2024")), "born").Date);
        Assert.Equal(new DateOnly(2024, 2, 29), DateAnswer.Read(Form(("born", "29. 2. 2024")), "born").Date);
        Assert.Equal(new DateOnly(2024, 2, 29), DateAnswer.Read(Form(("born.day", "29.2.2024"), ("born.month", ""), ("born.year", "")), "born").Date);
        Assert.True(DateAnswer.Read(Form(), "born").IsEmpty);
        Assert.Equal("zítra", DateAnswer.Read(Form(("born", "zítra")), "born").ToString());
    }

    [Theory]
    [InlineData("/deska", "/deska"), InlineData("/deska?a=b#c", "/deska?a=b#c"), InlineData("//evil.example", null), InlineData("https://evil.example", null), InlineData("/\\evil.example", null)]
    [InlineData("deska", null), InlineData("", null), InlineData(null, null), InlineData("/a\r\nSet-Cookie: x", null), InlineData("/ /evil", null), InlineData("javascript:alert(1)", null)]
    public void Only_a_path_of_this_site_is_followed(string? path, string? followed) => Assert.Equal(followed, LocalPath.Of(path));

    private static FormCollection Form(params (string Name, string Value)[] values) => new(values.ToDictionary(value => value.Name, value => new StringValues(value.Value)));
}
