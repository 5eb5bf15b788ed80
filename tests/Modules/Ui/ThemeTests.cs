using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Virtuos.Ui;

namespace Virtuos.Modules.Tests.Ui;

public sealed class ThemeTests
{
    [Fact]
    public void Two_hundred_random_hues_can_be_read_in_light_and_dark() =>
        Prop.ForAll(Gen.Choose(0, 35999).ToArbitrary(), hue => Readable(Theme.OfHue(hue / 100.0)))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(200));

    [Fact]
    public void A_colour_is_either_readable_or_refused_with_a_usable_one() =>
        Prop.ForAll(Gen.Choose(0, 0xffffff).ToArbitrary(), number =>
        {
            var hex = $"#{number:x6}";
            var theme = Theme.Of(hex, "colour");
            if (theme.Succeeded)
            {
                Readable(theme.Value);
                return;
            }
            var refusal = Assert.Single(theme.Refusals);
            Assert.Equal((Theme.TooPale, "colour"), (refusal.Code, refusal.Field));
            Assert.True(Theme.Of((string)refusal.Arguments[0].Value!).Succeeded, hex);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));

    [Theory]
    [InlineData(null), InlineData(""), InlineData("modrá"), InlineData("#12"), InlineData("#12345g"), InlineData("#1234567"), InlineData("rgb(1,2,3)"), InlineData("#23-62a"), InlineData("}*{display:none")]
    public void What_is_no_colour_is_refused(string? text) =>
        Assert.Equal(Theme.NotAColour, Assert.Single(Theme.Of(text).Refusals).Code);

    [Theory, InlineData("#2362A2"), InlineData("2362a2"), InlineData(" #2362a2 ")]
    public void A_colour_may_be_written_in_several_ways(string text) => Assert.Equal("#2362a2", Theme.Of(text).Value.Primary.ToString());

    [Fact]
    public void White_and_yellow_are_refused_in_words_of_three_languages()
    {
        foreach (var language in (string[])["cs", "en", "de"])
        {
            var refusal = Theme.Of("#fab413").Refusals[0];
            Assert.Contains((string)refusal.Arguments[0].Value!, Drawing.Texts.In(language)[refusal.Code, refusal.Arguments], StringComparison.Ordinal);
        }
        Assert.False(Theme.Of("#fff").Succeeded);
    }

    [Fact]
    public void Contrast_is_counted_as_the_standard_says()
    {
        Assert.Equal(21, Colour.White.Contrast(Colour.Black), 3);
        Assert.Equal(1, Colour.White.Contrast(Colour.White), 3);
        Assert.Equal(4.48, Grey(0x77).Contrast(Colour.White), 2);
        Assert.Equal(1.81, Parse("#fab413").Contrast(Colour.White), 2);
    }

    [Fact]
    public void A_colour_survives_the_way_there_and_back() =>
        Prop.ForAll(Gen.Choose(0, 0xffffff).ToArbitrary(), number =>
        {
            var colour = Parse($"#{number:x6}");
            var (lightness, chroma, hue) = colour.Lch;
            var back = Colour.FromLch(lightness, chroma, hue);
            Assert.True(Math.Abs(colour.Red - back.Red) <= 3 && Math.Abs(colour.Green - back.Green) <= 3 && Math.Abs(colour.Blue - back.Blue) <= 3, $"{colour} → {back}");
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));

    [Theory, InlineData(false), InlineData(true)]
    public void Neutral_and_status_colours_of_the_stylesheet_can_be_read(bool dark)
    {
        var tones = Tones(dark);
        foreach (var (name, colour) in Theme.Neutral(dark).Where(tone => tone.Key != "white"))
            Assert.Equal(colour, tones[name]);
        foreach (var ground in (string[])["bg", "surface", "surface-2"])
        {
            Assert.True(tones["text"].Contrast(tones[ground]) >= 7, $"text on {ground}");
            Assert.True(tones["text-2"].Contrast(tones[ground]) >= 4.5, $"text-2 on {ground}");
        }
        foreach (var state in (string[])["good", "warn", "bad"])
        {
            Assert.True(tones[state].Contrast(tones[state + "-tint"]) >= 4.5, state);
            Assert.True(tones["text"].Contrast(tones[state + "-tint"]) >= 7, state);
            Assert.True((dark ? Theme.Default.Dark : Theme.Default.Light)["link"].Contrast(tones[state + "-tint"]) >= 4.5, state);
        }
        Assert.True(tones["bad"].Contrast(tones["bg"]) >= 4.5);
        foreach (var ground in (string[])["bg", "surface"])
            Assert.True(tones["edge"].Contrast(tones[ground]) >= 3, $"edge on {ground}");
        Assert.True(tones["focus"].Contrast(tones["ring"]) >= 3, "the two colours of the focus ring");
        foreach (var ground in (string[])["bg", "surface", "surface-2"])
            Assert.True(Math.Max(tones["focus"].Contrast(tones[ground]), tones["ring"].Contrast(tones[ground])) >= 3, $"focus on {ground}");
    }

    private static void Readable(Theme theme)
    {
        foreach (var dark in (bool[])[false, true])
        {
            var tones = Theme.Neutral(dark).Concat(dark ? theme.Dark : theme.Light).ToDictionary(tone => tone.Key, tone => tone.Value);
            foreach (var (front, ground, needed) in Theme.Pairs)
                Assert.True(tones[front].Contrast(tones[ground]) >= needed, $"{theme.Primary} {(dark ? "dark" : "light")}: {front} on {ground} is {tones[front].Contrast(tones[ground]):0.00}");
        }
    }

    private static Dictionary<string, Colour> Tones(bool dark)
    {
        var tones = Read("tokens");
        if (dark)
            foreach (var (name, colour) in Read("dark"))
                tones[name] = colour;
        return tones;

        static Dictionary<string, Colour> Read(string file)
        {
            using var stream = typeof(UiModule).Assembly.GetManifestResourceStream($"Styles/{file}.css")!;
            return Regex.Matches(new StreamReader(stream).ReadToEnd(), @"--([a-z0-9-]+): (#[0-9a-f]{3,6});").ToDictionary(match => match.Groups[1].Value, match => Parse(match.Groups[2].Value));
        }
    }

    private static Colour Grey(byte level) => new(level, level, level);

    private static Colour Parse(string hex) => Colour.TryParse(hex, out var colour) ? colour : throw new FormatException(hex);
}
