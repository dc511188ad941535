using System.Text;
using System.Xml;
using System.Xml.Linq;
using Numerics.Results.Contract;

namespace Numerics.Results.Html;

/// <summary>
/// A tree of elements as text that is HTML and XML at once. Texts of any origin go into the tree as they are; encoding happens here and nowhere else, so that none can be forgotten.
/// </summary>
internal static class HtmlText
{
    /// <summary>Elements of HTML that have no end tag.</summary>
    private static readonly HashSet<string> Void = ["meta", "link", "br", "hr", "img", "wbr"];

    /// <summary>The page in UTF-8.</summary>
    /// <param name="root">The element html; changed on the way: characters that no document may hold become U+FFFD.</param>
    public static byte[] Bytes(XElement root)
    {
        foreach (XElement element in root.DescendantsAndSelf())
        {
            Close(element);
            foreach (XAttribute attribute in element.Attributes())
            {
                attribute.Value = DocumentText.Allowed(attribute.Value);
            }
        }

        foreach (XText text in root.DescendantNodes().OfType<XText>())
        {
            text.Value = DocumentText.Allowed(text.Value);
        }

        StringBuilder page = new("<!DOCTYPE html>\n");
        using (XmlWriter writer = XmlWriter.Create(page, new XmlWriterSettings { OmitXmlDeclaration = true, NewLineHandling = NewLineHandling.None }))
        {
            root.WriteTo(writer);
        }

        return Encoding.UTF8.GetBytes(page.Append('\n').ToString());
    }

    /// <summary>An empty element of HTML gets an end tag: HTML would take &lt;div/&gt; for an opening one.</summary>
    private static void Close(XElement element)
    {
        if (element.IsEmpty && element.Name.NamespaceName.Length == 0 && !Void.Contains(element.Name.LocalName))
        {
            element.Value = "";
        }
    }
}
