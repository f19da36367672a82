# Yr hysbysiad a ddangosir gan neges wthio, hefyd pan fydd yr ap wedi’i gloi neu ar gau: byth enw.
push-title = Mae eich ymweliadau wedi newid
